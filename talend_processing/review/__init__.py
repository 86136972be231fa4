"""Reviews: the effects of a preview on running work, and the output formats."""
