"""Injected faults: what they do, and which requests they affect."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass
from typing import Any

KINDS: dict[str, str] = {
    "latency": "The response is correct but delayed by `latency` seconds.",
    "status": "The request has no effect. The response is an error of `status` (default 500), with"
    " `Retry-After` and `body` if given.",
    "drop-before": "The request has no effect. The connection is closed without a response.",
    "drop-after": "The request takes effect. Then the connection is closed without a response.",
    "error-after": "The request takes effect, but the response is an error of `status` (default 502).",
    "html": "The request has no effect. The response is an HTML page with `status` (default 502), as from a"
    " proxy.",
    "truncated": "The request takes effect. The connection is closed in the middle of the body. A 204 arrives"
    " complete.",
    "wrong-schema": "The request takes effect. The response is `body`, by default JSON of another schema.",
    "redirect": "The request has no effect. The response redirects to another host (`status`, default 302).",
    "hold-before": "The request waits for a call of `release` and then takes effect, even if the client has"
    " closed the connection.",
    "hold-after": "The request takes effect. Its response waits for a call of `release`.",
}
"""The kinds of faults and their effects."""

WITHOUT_EFFECT = frozenset({"status", "drop-before", "html", "redirect"})
"""Kinds that prevent the request from taking effect."""
HELD = frozenset({"hold-before", "hold-after"})
"""Kinds that hold a request or response until a call of `release`. Until then, a test can do other things."""


@dataclass(slots=True)
class Fault:
    """A fault that ignores `skip` matching requests and then affects the next `count` (None: all)."""

    kind: str
    method: str | None = None
    path: str | None = None
    """A pattern such as `/processing/**`, which `_compiled` describes."""
    count: int | None = 1
    skip: int = 0
    latency: float | None = None
    status: int | None = None
    retry_after: str | None = None
    body: Any = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of fault {self.kind!r}: use one of {', '.join(KINDS)}")
        if self.kind == "latency" and self.latency is None:
            raise ValueError("a fault of kind latency needs the argument latency, in seconds")
        if self.count is not None and not _is_integer(self.count, 1):
            raise ValueError("count must be at least 1, or None for every request")
        if not _is_integer(self.skip, 0):
            raise ValueError("skip must be a whole number, 0 or more")
        if self.status is not None and not _is_integer(self.status, 200, 599):
            raise ValueError("status must be an HTTP status from 200 to 599")
        if self.latency is not None and not (_is_number(self.latency) and 0 <= self.latency < math.inf):
            raise ValueError("latency must be a number of seconds, 0 or more")
        if self.retry_after is not None and not (
            self.retry_after.isascii() and self.retry_after.isprintable()
        ):
            raise ValueError("retry_after must be printable ASCII text")
        for name, text in (("method", self.method), ("path", self.path)):
            if text is not None and not isinstance(text, str):
                raise ValueError(f"{name} must be a string, was {text!r}")

    def matches(self, method: str, path: str) -> bool:
        """Return whether the fault's method and path match a request."""
        if self.method is not None and self.method.upper() != method:
            return False
        return self.path is None or _compiled(self.path).fullmatch(path) is not None


def _is_number(value: object) -> bool:
    # A fault that is injected over HTTP may contain a value of any type.
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_integer(value: object, minimum: int, maximum: float = math.inf) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and minimum <= value <= maximum


def _compiled(path_pattern: str) -> re.Pattern[str]:
    """Compile a path pattern: `*` and `{name}` match within one segment, `**` matches across segments."""
    parts = re.split(r"(\*\*|\*|\{[^{}/]*\})", path_pattern)
    regex_by_wildcard = {"**": ".*"}
    return re.compile(
        "".join(
            regex_by_wildcard.get(part, "[^/]+") if index % 2 else re.escape(part)
            for index, part in enumerate(parts)
        )
    )


class Faults:
    """The pending faults, in the order in which they were added."""

    def __init__(self) -> None:
        self._pending: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Add a fault."""
        self._pending.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        """Return the first fault that affects this request, if any, and reduce its `count`.

        Reduce the `skip` of the matching faults before it.
        """
        for fault in self._pending:
            if not fault.matches(method, path):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            if fault.count is not None:
                fault.count -= 1
                if not fault.count:
                    self._pending.remove(fault)
            return fault
        return None

    def pending(self) -> list[dict[str, Any]]:
        """Return the pending faults, each with its remaining `count` and `skip`."""
        return [asdict(fault) for fault in self._pending]

    def clear(self) -> None:
        """Remove all faults."""
        self._pending.clear()
