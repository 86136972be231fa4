"""What the simulated account holds, its clock and its seeds."""
