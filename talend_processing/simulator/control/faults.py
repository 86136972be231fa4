"""Faults on demand: what goes wrong with which requests, and how often."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass
from typing import Any

KINDS: dict[str, str] = {
    "latency": "The answer is right but comes later, by `latency` seconds.",
    "status": "Nothing happens; the answer is an error of `status` (500), with `Retry-After` if given.",
    "drop-before": "Nothing happens; the connection is closed without an answer.",
    "drop-after": "The request takes effect; then the connection is closed without an answer.",
    "error-after": "The request takes effect; the answer is an error of `status` (502) all the same.",
    "html": "Nothing happens; the answer is an HTML page with `status` (502), as a proxy would send.",
    "truncated": "The request takes effect; the answer breaks off in the middle of its body.",
    "wrong-schema": "The request takes effect; the answer is JSON of another shape, `body` if given.",
    "redirect": "Nothing happens; the answer is a 302 to another host.",
    "hold-before": "The request waits for `release`, and then takes effect even if nobody waits any more.",
    "hold-after": "The request takes effect; its answer waits for `release`.",
}
"""Each kind of fault and what it does."""

WITHOUT_EFFECT = frozenset({"status", "drop-before", "html", "redirect"})
HELD = frozenset({"hold-before", "hold-after"})
"""They go on at a word, and so show what happens between a request and its answer without any timing."""


@dataclass(slots=True)
class Fault:
    """One fault, for the next `count` requests that it fits, after `skip` others."""

    kind: str
    method: str | None = None
    path: str | None = None
    count: int | None = 1
    skip: int = 0
    latency: float | None = None
    status: int | None = None
    retry_after: str | None = None
    body: Any = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no kind of fault is called {self.kind!r}: take one of {', '.join(KINDS)}")
        if self.kind == "latency" and self.latency is None:
            raise ValueError("a latency fault needs latency, in seconds")
        if self.count is not None and not _whole(self.count, 1):
            raise ValueError("count must be at least 1, or None for every request")
        if not _whole(self.skip, 0):
            raise ValueError("skip must be a whole number, 0 or more")
        if self.status is not None and not _whole(self.status, 200, 599):
            raise ValueError("status must be one of HTTP, 200 to 599")
        if self.latency is not None and not (_number(self.latency) and 0 <= self.latency < math.inf):
            raise ValueError("latency must be a number of seconds, 0 or more")
        if self.retry_after is not None and not (
            self.retry_after.isascii() and self.retry_after.isprintable()
        ):
            raise ValueError("retry_after must be what a header can hold")
        for name, text in (("method", self.method), ("path", self.path)):
            if text is not None and not isinstance(text, str):
                raise ValueError(f"{name} must be a string, was {text!r}")

    def fits(self, method: str, path: str) -> bool:
        """Whether it is meant for such a request."""
        if self.method is not None and self.method.upper() != method:
            return False
        return self.path is None or _pattern(self.path).fullmatch(path) is not None


def _number(value: object) -> bool:
    """A control over HTTP may bring anything."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole(value: object, least: int, most: float = math.inf) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _pattern(template: str) -> re.Pattern[str]:
    """`*` and `{name}` stand for one segment of a path or a part of it, `**` for any number of them."""
    parts = re.split(r"(\*\*|\*|\{[^{}/]*\})", template)
    meaning = {"**": ".*"}
    return re.compile(
        "".join(
            meaning.get(part, "[^/]+") if index % 2 else re.escape(part) for index, part in enumerate(parts)
        )
    )


class Faults:
    """The faults that are waiting for requests, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Wait for requests that it fits."""
        self._waiting.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        """The fault for this request, used up by it if that was its last time."""
        for fault in self._waiting:
            if not fault.fits(method, path):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            if fault.count is not None:
                fault.count -= 1
                if not fault.count:
                    self._waiting.remove(fault)
            return fault
        return None

    def waiting(self) -> list[dict[str, Any]]:
        """Those not used up."""
        return [asdict(fault) for fault in self._waiting]

    def clear(self) -> None:
        """No more faults."""
        self._waiting.clear()
