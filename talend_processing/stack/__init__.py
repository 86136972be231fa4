"""Readers of what Pulumi writes: states, previews, plans and engine events, and the secrets in them."""
