"""What the provider itself has to tell a user."""

from __future__ import annotations

from talend_processing.client.errors import TalendError


class LifecycleError(TalendError):
    """A resource cannot be brought into the declared state; the text says which, why and what to do."""
