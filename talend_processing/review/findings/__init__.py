"""What a change means for running work."""
