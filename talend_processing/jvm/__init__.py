"""JVM arguments: parsing, heap size, comparison, removed options, remote access and faults.

`parse` turns the entries of a run profile into arguments, and the other modules examine these. The package
imports nothing else of this project, so the policies, the review and the provider can share it.
"""
