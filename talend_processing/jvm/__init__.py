"""JVM arguments: parsing, heap size, comparison, and faults that prevent a JVM from starting.

The functions work on plain lists of strings. The package imports no other package of this project, so the
command line, the policies and the provider can share it.
"""
