"""Experiments with names."""
