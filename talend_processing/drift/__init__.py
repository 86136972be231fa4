"""The comparison of a state with the account: objects changed, deleted or created outside Pulumi."""
