"""The policies of the pack, one in each file."""
