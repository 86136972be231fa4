"""Readers for Pulumi's states, previews, saved plans and engine events."""
