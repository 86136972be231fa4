"""Experiments with lists and their queries."""
