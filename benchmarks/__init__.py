"""What is measured because it is a timing: `python -m benchmarks` writes docs/performance.md."""
