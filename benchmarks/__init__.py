"""Measurements of time, calls and memory: `python -m benchmarks` writes docs/performance.md."""
