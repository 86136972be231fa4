"""Adopt existing objects: match a program's resources with objects, and import the objects into the state."""
