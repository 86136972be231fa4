"""Runs as an intent, an execution and a completion, so that none starts twice and none is lost."""
