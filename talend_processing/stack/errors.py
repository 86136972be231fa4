"""The error for an invalid preview, plan or state."""

from __future__ import annotations

from talend_processing.client.errors import TalendError


class DocumentError(TalendError):
    """A preview, plan or state cannot be read or is invalid."""

    def __init__(self, text: str) -> None:
        super().__init__(text, outcome="not_sent")
