"""One step of a preview as plain data, in which Pulumi's secrets are masked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from talend_processing.provider.kinds.values import UNKNOWN, Value
from talend_processing.secret_text import MASK, mask
from talend_processing.stack.secret_markers import SIGNATURE, UNKNOWN_MARKER
from talend_processing.stack.source_position import Position

TYPE_PREFIX: Final = "pulumi-python:dynamic/talend:"
"""The type token of a resource of this provider, before its kind."""
_OURS: Final = "/talend:"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that control a terminal, reverse text or break a picture. Names of objects may contain them."""
_LONGEST: Final = 120
"""The number of characters after which a value in a report is cut."""
URN: Final = re.compile(
    r"urn:pulumi:(?P<stack>.*?)::(?P<project>.*?)::(?P<type>.*?)::(?P<name>.*)", re.DOTALL
)
"""A URN. The part `type` also contains the types of the parents, each with a `$` after it."""


@dataclass(frozen=True)
class Step:
    """One resource in a preview."""

    op: str
    """same, create, update, replace, delete, read, refresh or import."""
    urn: str
    old: Mapping[str, Value] | None
    """The arguments and outputs in the state; None if the resource is not in the state."""
    new: Mapping[str, Value] | None
    """The arguments in the program; None if the resource is not in the program."""
    old_inputs: Mapping[str, Value] = field(default_factory=dict)
    object_id: str = ""
    parent: str = ""
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The URNs of the resources that each argument refers to."""
    trace: tuple[Position, ...] = ()
    """The line of the program that declares it, followed by its callers."""
    changed: frozenset[str] = frozenset()
    """The wire names of the arguments that differ according to the engine, including secrets."""
    retained: bool = False
    """Whether a delete keeps the object in the account, due to `retain_on_delete` or `.get()`."""
    pending: bool = False
    """Whether an earlier `up` replaced the object but could not delete it."""

    @property
    def position(self) -> Position | None:
        """The line of the program that declares the resource; None if the preview does not contain it."""
        return self.trace[0] if self.trace else None

    @cached_property
    def type(self) -> str:
        """Pulumi's type token, without the types of its parents."""
        parts = URN.fullmatch(self.urn)
        return parts["type"].rpartition("$")[2] if parts else ""

    @cached_property
    def kind(self) -> str:
        """The class that declares it, such as `RemoteEngine`; empty for resources of other providers."""
        return self.type.rpartition(":")[2] if _OURS in self.type or self.type.startswith("talend:") else ""

    @property
    def is_run_profile(self) -> bool:
        """Whether it declares a run profile of any kind."""
        return self.kind.endswith("RunProfile")

    @property
    def name(self) -> str:
        """Pulumi's name for it."""
        return self.urn.rpartition("::")[2]

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """The values in the state, overridden by those in the program."""
        return {**(self.old or {}), **(self.new or {})}


def plain(value: Value) -> Value:
    """Return a value with `UNKNOWN` and `[secret]` instead of the engine's markers."""
    if isinstance(value, Mapping):
        if SIGNATURE in value:
            return MASK
        return plain_map(value)
    if isinstance(value, list):
        return [plain(part) for part in value]
    return UNKNOWN if value == UNKNOWN_MARKER else value


def plain_map(given: Mapping[str, Value] | None) -> dict[str, Value]:
    """Apply `plain` to the arguments or outputs of a resource. None becomes an empty map."""
    return {str(key): plain(part) for key, part in (given or {}).items() if key != "__provider"}


def on_one_line(text: str) -> str:
    """Return a text on one line, with one blank for adjacent white space and control characters."""
    return " ".join(_CONTROL.sub(" ", text).split())


def shown(value: Value) -> str:
    """Return a value for a report: on one line, with masked secrets, without backticks, and cut if long."""
    if value is UNKNOWN:
        return "(known after up)"
    text = mask(on_one_line(str(value))).replace("`", "'")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
