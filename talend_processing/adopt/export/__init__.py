"""From a live account to a program: references, unique names, no secrets."""
