"""How a declaration lives: check, diff, create, read, update and delete, written once."""
