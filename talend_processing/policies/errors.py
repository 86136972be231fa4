"""The error for an invalid config of policies."""

from __future__ import annotations


class PolicyConfigError(Exception):
    """A policy's config is invalid. The message names the policy, the setting and the valid values."""
