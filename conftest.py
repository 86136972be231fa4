"""Puts the project's folder on the path, for docs/, toolchain/ and benchmarks/."""
