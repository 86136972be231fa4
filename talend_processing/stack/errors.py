"""What stops a review before it says anything."""

from __future__ import annotations

from talend_processing.client.errors import TalendError


class DocumentError(TalendError):
    """A preview, plan or state that cannot be read, or is not what it should be."""

    def __init__(self, text: str) -> None:
        super().__init__(text, outcome="not_sent")
