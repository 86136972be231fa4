"""Faults in the description of a topology, and the error that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class Fault:
    """An invalid part of a topology."""

    at: str
    """The path of the field, such as `engines[0].name`, or empty for the whole topology."""
    text: str
    """The reason, such as `must be a string, not a number`."""

    def __str__(self) -> str:
        # A name may contain line breaks, but the fault must be one line.
        return " ".join((f"{self.at}: {self.text}" if self.at else self.text).split())


class TopologyError(pulumi.RunError, ValueError):
    """A topology is invalid. Pulumi shows the message, one line for each fault, without a traceback."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        """The faults, such as `topology.yaml:3: engines[0].name: must be a string, not a number`."""
        lines = "".join(f"\n  {fault}" for fault in faults)
        super().__init__(f"{name} is invalid:{lines}")
