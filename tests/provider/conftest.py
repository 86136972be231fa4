"""Puts this folder on the path, for fleet.py and run_stack.py."""
