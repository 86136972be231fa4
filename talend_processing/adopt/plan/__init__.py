"""Adopt objects into a program's state: match each resource with a live object and import it."""
