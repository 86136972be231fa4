"""Faults of a description, with their fields, and the error that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class Fault:
    """One fault of a field."""

    at: str
    """The field, such as `engines[0].name`, or empty for the whole description."""
    text: str
    """What is wrong, or what the field must be."""

    def __str__(self) -> str:
        # A name may contain line breaks, but the fault must be one line.
        return " ".join((f"{self.at}: {self.text}" if self.at else self.text).split())


class TopologyError(pulumi.RunError, ValueError):
    """A description is invalid. Pulumi shows the message, a line for each fault, without a traceback."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        """A line for each fault: its field and text, after file and line if the description is a file."""
        lines = "".join(f"\n  {fault}" for fault in faults)
        super().__init__(f"{name} is invalid:{lines}")
