"""Runs as an intent, an execution and a completion, so that no run starts twice or is lost."""
