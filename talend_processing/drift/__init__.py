"""State against API, read-only: what was changed, deleted and made behind Pulumi's back."""
