"""One module for each type of object in the API, such as tasks, with its operations and models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talend_processing.lazy import lazily

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient

__all__ = ["TalendClient"]

__getattr__, __dir__ = lazily(globals(), {"TalendClient": "client"})
