"""Experiments with answers, headers and errors."""
