"""Errors of the provider itself."""

from __future__ import annotations

from talend_processing.client.errors import TalendError


class LifecycleError(TalendError):
    """The provider refuses or cannot complete an operation on a resource. The text says why."""


class UnavailableError(LifecycleError):
    """An object or a setting is not visible in the account, or the API does not allow an operation."""
