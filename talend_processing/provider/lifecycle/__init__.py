"""The lifecycle of a resource: check, diff, create, read, update and delete."""
