"""Errors of the provider itself."""

from __future__ import annotations

from talend_processing.client.errors import TalendError


class LifecycleError(TalendError):
    """A resource cannot be brought into the declared state. The text names it, the reason and the remedy."""


class UnavailableError(LifecycleError):
    """The account does not offer the resource's setting, so it can be neither read nor changed."""
