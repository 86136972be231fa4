"""Loops over engines that differ only in their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from talend_processing.adopt.export.declaration import Declaration, Reference
from talend_processing.adopt.export.expressions import Scope
from talend_processing.adopt.export.python_source import (
    Assignment,
    Comment,
    Group,
    Loop,
    Statement,
    quoted,
    tuple_of,
)

_MIN_ENGINES: Final = 3
"""The minimum number of engines for a loop."""
_PLAIN: Final = re.compile(r"[\w .:-]*", re.ASCII)
"""A text that needs no escape in an f-string."""
_BODY_VARIABLES: Final = {"RemoteEngine": "engine", "PipelineEngine": "pipeline_engine"}
"""The variable for the engine in the body of a loop, by kind."""


@dataclass(frozen=True)
class Stanza:
    """Resources that belong together, such as an engine and its children."""

    members: tuple[Declaration, ...]
    may_loop: bool = False
    """Whether a loop may declare it. Its first member is then an engine."""


def looped(scope: Scope, stanzas: Sequence[Stanza]) -> Iterator[Statement]:
    """Yield the statements of stanzas, in order.

    If three or more differ only in their engine's name, a loop declares them, in the position of the first.
    """
    keys = [_loop_key(stanza) for stanza in stanzas]
    alike: dict[object, list[Stanza]] = {}
    for stanza, key in zip(stanzas, keys, strict=True):
        alike.setdefault(key, []).append(stanza)
    for stanza, key in zip(stanzas, keys, strict=True):
        group = alike[key]
        if key is None or len(group) < _MIN_ENGINES:
            yield from plain_statements(scope, stanza.members)
        elif stanza is group[0]:
            yield _loop(scope, group)


def plain_statements(scope: Scope, declared: Iterable[Declaration]) -> Iterator[Statement]:
    """Yield the statements for resources, in order. A resource is assigned to its variable if it has one."""
    for one in declared:
        if "adopt_id" in one.arguments:
            yield Comment("adopt_id selects the existing object. Remove it after the adoption.")
        yield Assignment(scope.resource(one), scope.variable(one.live.key))


def _loop_key(stanza: Stanza) -> object | None:
    """Return a key that is equal for all stanzas of a loop, or None if this stanza cannot be in a loop."""
    if not stanza.may_loop or any(one.secrets for one in stanza.members):
        return None
    engine = stanza.members[0]
    name = engine.live.name
    if not name or not _PLAIN.fullmatch(name) or not engine.pulumi_name.endswith(name):
        return None
    parts = []
    for one in stanza.members:
        if not one.pulumi_name.startswith(engine.pulumi_name) or not _PLAIN.fullmatch(one.pulumi_name):
            return None
        given = {
            key: value
            for key, value in one.arguments.items()
            if not (one is engine and key == "name")
            and not (isinstance(value, Reference) and (value.kind, value.object_id) == engine.live.key)
        }
        parts.append((one.live.kind, one.pulumi_name.removeprefix(engine.pulumi_name), repr(given)))
    return engine.pulumi_name.removesuffix(name), "name" in engine.arguments, tuple(parts)


def _loop(scope: Scope, group: Sequence[Stanza]) -> Statement:
    """Return the loop that declares stanzas with the same `_loop_key`."""
    first = group[0].members[0]
    before = first.pulumi_name.removesuffix(first.live.name)
    variable = _BODY_VARIABLES[first.live.kind]
    inside = replace(scope, variables={**scope.variables, first.live.key: variable})
    body = []
    for one in group[0].members:
        after = one.pulumi_name.removeprefix(first.pulumi_name)
        pulumi_name = f'f"{before}{{name}}{after}"' if before or after else "name"
        body.append(
            Assignment(
                _with_loop_name(inside.resource(one), pulumi_name, is_engine=one is first),
                variable if one is first and first.live.key in scope.variables else "",
            )
        )
    over = tuple_of(quoted(stanza.members[0].live.name) for stanza in group)
    return Loop("name", over, tuple(body))


def _with_loop_name(resource: Group, pulumi_name: str, *, is_engine: bool) -> Group:
    """Replace the Pulumi name of a resource's call and, for an engine, its argument `name`."""
    members = [("", pulumi_name), *resource.members[1:]]
    if is_engine:
        members = [(label, "name" if label == "name=" else value) for label, value in members]
    return Group(resource.head, tuple(members), resource.tail)
