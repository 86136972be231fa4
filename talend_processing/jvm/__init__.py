"""JVM arguments: parsing, heap size, comparison, removed options, remote access and faults.

The package imports nothing else of this project, so the policies, the review and the provider can share it.
"""
