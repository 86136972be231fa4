"""What the provider itself has to tell a user."""

from __future__ import annotations

from talend_processing.client.errors import TalendError


class LifecycleError(TalendError):
    """A resource cannot be brought into the declared state; the text says which, why and what to do."""


class UnavailableError(LifecycleError):
    """The account does not offer what the resource stands for, so it can be neither read nor changed."""
