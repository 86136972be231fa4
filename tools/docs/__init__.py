"""Generators of the reference pages and of generated modules."""
