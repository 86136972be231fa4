"""The folder that `--policy-pack` takes."""
