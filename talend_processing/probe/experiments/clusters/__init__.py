"""Experiments with clusters."""
