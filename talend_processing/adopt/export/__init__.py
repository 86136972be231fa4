"""Export a live account to a program with references and unique names, and without secrets."""
