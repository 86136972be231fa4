"""The lifecycle of an object: create, adopt, read, update and delete."""
