"""Measurements of time: `python -m benchmarks` writes docs/performance.md."""
