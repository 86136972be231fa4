"""What is wrong with a description, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class Fault:
    """One thing that does not fit: the field, and what was expected of it."""

    at: str
    """The field, such as `engines[0].name`; empty for the whole."""
    text: str

    def __str__(self) -> str:
        # One line, whatever a name holds.
        return " ".join((f"{self.at}: {self.text}" if self.at else self.text).split())


class TopologyError(pulumi.RunError, ValueError):
    """A description that does not fit; it has a line for each fault.

    Pulumi shows the message of such an error without a traceback.
    """

    def __init__(self, what: str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        """All that is wrong, each with its field, and with file and line if it came from a file."""
        lines = "".join(f"\n  {fault}" for fault in faults)
        super().__init__(f"{what} does not fit:{lines}")
