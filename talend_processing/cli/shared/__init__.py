"""Code that several commands share: options, output, exit codes, and runs."""
