"""Runs, as an intent, an execution and a completion, so that no run is started twice or lost."""
