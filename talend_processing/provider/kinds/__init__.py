"""Kinds of resource as plain data, with check, diff and a registry of all kinds."""
