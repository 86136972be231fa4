"""Errors of the provider itself."""

from __future__ import annotations

from talend_processing.client.errors import TalendError


class LifecycleError(TalendError):
    """The provider refuses or cannot complete an operation on a resource. The text says why."""


class UnavailableError(LifecycleError):
    """The account does not show an object or a setting, or does not offer or allow the operation on it."""
