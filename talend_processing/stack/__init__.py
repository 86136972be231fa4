"""Readers of Pulumi's output: states, previews, plans and engine events, and the secrets in them."""
