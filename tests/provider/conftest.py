"""Puts this folder on the path, for adaptor_stack.py, fleet.py and run_stack.py."""
