"""Compare a state with the account, to find objects changed, deleted or created outside Pulumi."""
