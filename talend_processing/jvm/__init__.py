"""JVM arguments: parsing, heap size, comparison, removed options, remote access and faults.

`arguments.parse` splits the texts in a run profile into arguments, which the other modules examine. The
package imports nothing else of this project, so the policies, the review and the provider can share it.
"""
