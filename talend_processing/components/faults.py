"""Faults of a description, with their fields, and the error that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class Fault:
    """One fault: the field, and the expected value."""

    at: str
    """The field, such as `engines[0].name`, or empty for the whole description."""
    text: str

    def __str__(self) -> str:
        # A name may contain line breaks, but the fault must be one line.
        return " ".join((f"{self.at}: {self.text}" if self.at else self.text).split())


class TopologyError(pulumi.RunError, ValueError):
    """A description is invalid. The message has one line for each fault.

    Pulumi shows the message without a traceback.
    """

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        """All faults, each with its field, and with file and line if the description is a file."""
        lines = "".join(f"\n  {fault}" for fault in faults)
        super().__init__(f"{name} is invalid:{lines}")
