"""Export a live account to a program, and adopt its objects into the program's state."""
