"""Experiments about no particular kind of object: errors, headers, tokens and the JVM rollback."""
