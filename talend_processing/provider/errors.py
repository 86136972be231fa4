"""Errors of the provider itself."""

from __future__ import annotations

from talend_processing.client.errors import TalendError


class LifecycleError(TalendError):
    """A resource cannot be brought into the declared state. The text says why, and what to do."""


class UnavailableError(LifecycleError):
    """The account does not show or offer an object, so the provider can neither read nor change it."""
