"""The folder to pass to `--policy-pack`."""
