"""What several commands use: options, output, exit codes, and runs."""
