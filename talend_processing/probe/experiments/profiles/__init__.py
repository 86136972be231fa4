"""Experiments with run profiles of engines and clusters."""
