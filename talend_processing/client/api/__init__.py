"""The nouns of the API: each module contains the operations, models and methods of one noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talend_processing.lazy import lazily

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient

__all__ = ["TalendClient"]

__getattr__, __dir__ = lazily(globals(), {"TalendClient": "client"})
