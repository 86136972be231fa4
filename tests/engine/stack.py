"""What tests of the real engine share beyond `talend_processing.testing`."""

from __future__ import annotations

import re

from talend_processing.testing import Stack, StackError, pairing

__all__ = ["FailedError", "Stack", "changes", "pairing"]

FailedError = StackError


def changes(printed: str) -> dict[str, int]:
    """The figures under `Resources:` in what a command printed."""
    found = re.findall(r"^    (?:[-+~ ]+)?(\d+) (\w+)$", printed, re.MULTILINE)
    return {what: int(count) for count, what in found}
