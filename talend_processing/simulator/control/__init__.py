"""Control of a running simulator: faults, outcomes, switches and time."""
