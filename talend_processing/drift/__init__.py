"""Compare a state with the account, to find objects that were changed, deleted or created outside Pulumi."""
