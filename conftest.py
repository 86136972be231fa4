"""Puts the project's folder on the path, for tools/, contract/ and benchmarks/."""
