"""Reviews: what a preview means for running work, and the output formats."""
