"""From a live account to a program and its state."""
