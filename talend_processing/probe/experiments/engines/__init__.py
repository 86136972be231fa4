"""Experiments with Remote Engines."""
