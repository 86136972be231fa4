"""What can be wrong with the config of policies."""

from __future__ import annotations


class PolicyConfigError(Exception):
    """A policy's config is wrong; the text says which policy, which setting, and what would be right."""
