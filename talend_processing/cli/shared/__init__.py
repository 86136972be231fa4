"""Code that several commands share: options, output, exit codes, and waiting for a run."""
