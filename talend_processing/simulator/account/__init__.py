"""The contents of the simulated account, its clock and its seeds."""
