"""Puts this folder on the path, for its modules that are no tests."""
