"""Adopt existing objects: match each resource of a program with an object and import it into the state."""
