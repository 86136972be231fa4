"""Puts the helpers of all tests on the path."""
