"""The tables of docs/performance.md, one module per table."""
