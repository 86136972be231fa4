"""JVM arguments: parsing, heap size, comparison, and what a JVM refuses to start with.

Everything here works on plain lists of strings. The package imports nothing else of this project, so that
the command line, the policies and the provider can share it.
"""
