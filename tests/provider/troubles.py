"""The faults that the tests of lifecycles and runs inject into every call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from talend_processing.simulator.control.faults import HELD, KINDS

TIMEOUT = 0.05
"""Seconds that a client waits for a response which `latency` delays."""


@dataclass(frozen=True)
class Trouble:
    """A fault of the simulator: its kind and its other arguments."""

    kind: str
    more: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return "-".join((self.kind, *(str(value) for value in self.more.values())))


TROUBLES = [
    Trouble("latency", {"latency": 2 * TIMEOUT}),
    Trouble("status", {"status": 500}),
    Trouble("status", {"status": 503, "retry_after": 1}),
    Trouble("status", {"status": 429, "retry_after": 1}),
    Trouble("status", {"status": 400}),
    *(Trouble(kind) for kind in KINDS if kind not in {"latency", "status", *HELD}),
]
"""Every kind of fault of the simulator. `latency` also stands for the kinds that hold requests."""
