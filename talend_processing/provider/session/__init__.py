"""Data that all resources of a process share: the client, the cached lists and the ownership of objects."""
