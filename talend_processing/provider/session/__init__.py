"""What all resources of one process share: the client, the cached lists and the ownership of objects."""
