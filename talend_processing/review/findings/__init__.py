"""The effects of a change on running work."""
