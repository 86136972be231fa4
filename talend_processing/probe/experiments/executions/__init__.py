"""Experiments with executions and their history."""
