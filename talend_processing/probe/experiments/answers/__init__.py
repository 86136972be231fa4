"""Experiments with responses: their bodies, headers and errors."""
