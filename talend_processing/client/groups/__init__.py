"""The client's groups of operations, one module per noun."""
