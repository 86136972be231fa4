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
"""The start of the type token of this provider's resources. The class follows, such as `RemoteEngine`."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that control a terminal, reverse text or break a diagram. Names of objects may contain them."""
_MAX_LENGTH: Final = 120
"""The number of characters after which a value in a report is cut."""
URN: Final = re.compile(
    r"urn:pulumi:(?P<stack>.*?)::(?P<project>.*?)::(?P<type>.*?)::(?P<name>.*)", re.DOTALL
)
"""A URN. The group `type` begins with the types of the resource's parents, each followed by `$`."""


@dataclass(frozen=True)
class Step:
    """One resource in a preview, and what the `up` would do with it."""

    op: str
    """The operation: same, create, update, replace, delete, read, refresh or import."""
    urn: str
    old: Mapping[str, Value] | None
    """The arguments and outputs in the state; None if the resource is not in the state."""
    new: Mapping[str, Value] | None
    """The arguments in the program; None if the resource is not in the program."""
    old_inputs: Mapping[str, Value] = field(default_factory=dict)
    """The arguments in the state, without the outputs."""
    object_id: str = ""
    """The id of the object in Talend, or empty if the state has none."""
    parent: str = ""
    """The URN of the parent, or empty."""
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By argument, the URNs of the resources that the argument refers to."""
    trace: tuple[Position, ...] = ()
    """The user's lines in the resource's stack trace, from the declaration to the outermost call."""
    changed: frozenset[str] = frozenset()
    """The API names of the arguments that change according to Pulumi, such as `jvmArguments`."""
    retained: bool = False
    """Whether a delete keeps the object in the account, due to `retain_on_delete` or `.get()`."""
    delete_pending: bool = False
    """Whether an earlier `up` created a replacement for the object but could not delete the object."""

    @property
    def position(self) -> Position | None:
        """The line of the program that declares the resource, or None if `trace` is empty."""
        return self.trace[0] if self.trace else None

    @cached_property
    def type(self) -> str:
        """Pulumi's type token of the resource, without the types of its parents."""
        match = URN.fullmatch(self.urn)
        return match["type"].rpartition("$")[2] if match else ""

    @cached_property
    def kind(self) -> str:
        """The class that declares the resource, such as `RemoteEngine`. Empty for other providers."""
        is_ours = "/talend:" in self.type or self.type.startswith("talend:")
        return self.type.rpartition(":")[2] if is_ours else ""

    @property
    def is_run_profile(self) -> bool:
        """Whether the resource is a run profile of any class."""
        return self.kind.endswith("RunProfile")

    @property
    def name(self) -> str:
        """Pulumi's name for the resource."""
        return self.urn.rpartition("::")[2]

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """The values in the state, overridden by those in the program."""
        return {**(self.old or {}), **(self.new or {})}


def plain(value: Value) -> Value:
    """Replace the markers of Pulumi in a value: an unknown value becomes `UNKNOWN`, a secret `[secret]`."""
    if isinstance(value, Mapping):
        if SIGNATURE in value:
            return MASK
        return plain_map(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return UNKNOWN if value == UNKNOWN_MARKER else value


def plain_map(values: Mapping[str, Value] | None) -> dict[str, Value]:
    """Apply `plain` to the arguments or outputs of a resource. Return an empty dict for None."""
    return {str(key): plain(value) for key, value in (values or {}).items() if key != "__provider"}


def on_one_line(text: str) -> str:
    """Put a text on one line: replace adjacent white space and control characters by one blank."""
    return " ".join(_CONTROL.sub(" ", text).split())


def display_text(value: Value) -> str:
    """Return the text of a value for a report: on one line, with masked secrets, and cut if it is long."""
    if value is UNKNOWN:
        return "(known after up)"
    text = mask(on_one_line(str(value))).replace("`", "'")
    return text if len(text) <= _MAX_LENGTH else f"{text[:_MAX_LENGTH]}…"
