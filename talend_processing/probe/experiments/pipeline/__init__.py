"""Experiments with run profiles of Pipeline Engines."""
