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
_NEEDS_NO_ESCAPE: Final = re.compile(r"[\w .:-]*", re.ASCII)
"""A text that needs no escape in an f-string."""
_BODY_VARIABLES: Final = {"RemoteEngine": "engine", "PipelineEngine": "pipeline_engine"}
"""The variable for the engine in the body of a loop, by kind."""


@dataclass(frozen=True)
class Stanza:
    """Resources that belong together, such as an engine and its children."""

    members: tuple[Declaration, ...]
    may_loop: bool = False
    """Whether a loop may declare these resources. If so, the first one is an engine."""


def looped(scope: Scope, stanzas: Sequence[Stanza]) -> Iterator[Statement]:
    """Yield the statements of stanzas, in order.

    If three or more stanzas differ only in their engine's name, a loop in the position of the first declares
    them.
    """
    keys = [_loop_key(stanza) for stanza in stanzas]
    stanzas_by_key: dict[object, list[Stanza]] = {}
    for stanza, key in zip(stanzas, keys, strict=True):
        stanzas_by_key.setdefault(key, []).append(stanza)
    for stanza, key in zip(stanzas, keys, strict=True):
        group = stanzas_by_key[key]
        if key is None or len(group) < _MIN_ENGINES:
            yield from plain_statements(scope, stanza.members)
        elif stanza is group[0]:
            yield _loop(scope, group)


def plain_statements(scope: Scope, declarations: Iterable[Declaration]) -> Iterator[Statement]:
    """Yield the statements for resources, in order. Assign a resource to its variable, if it has one."""
    for declaration in declarations:
        if "adopt_id" in declaration.arguments:
            yield Comment("adopt_id selects the existing object. Remove adopt_id after the adoption.")
        yield Assignment(scope.resource(declaration), scope.variable(declaration.live.key))


def _loop_key(stanza: Stanza) -> object | None:
    """Return a key that is equal for all stanzas of a loop, or None if this stanza cannot be in a loop."""
    if not stanza.may_loop or any(one.secrets for one in stanza.members):
        return None
    engine = stanza.members[0]
    name = engine.live.name
    if not name or not _NEEDS_NO_ESCAPE.fullmatch(name) or not engine.pulumi_name.endswith(name):
        return None
    resources = []
    for declaration in stanza.members:
        if not declaration.pulumi_name.startswith(engine.pulumi_name) or not _NEEDS_NO_ESCAPE.fullmatch(
            declaration.pulumi_name
        ):
            return None
        compared_arguments = {
            key: value
            for key, value in declaration.arguments.items()
            if not (declaration is engine and key == "name")
            and not (isinstance(value, Reference) and (value.kind, value.object_id) == engine.live.key)
        }
        resources.append(
            (
                declaration.live.kind,
                declaration.pulumi_name.removeprefix(engine.pulumi_name),
                repr(compared_arguments),
            )
        )
    return engine.pulumi_name.removesuffix(name), "name" in engine.arguments, tuple(resources)


def _loop(scope: Scope, group: Sequence[Stanza]) -> Statement:
    """Return the loop that declares stanzas with the same `_loop_key`."""
    engine = group[0].members[0]
    prefix = engine.pulumi_name.removesuffix(engine.live.name)
    variable = _BODY_VARIABLES[engine.live.kind]
    body_scope = replace(scope, variables={**scope.variables, engine.live.key: variable})
    body = []
    for declaration in group[0].members:
        suffix = declaration.pulumi_name.removeprefix(engine.pulumi_name)
        pulumi_name = f'f"{prefix}{{name}}{suffix}"' if prefix or suffix else "name"
        body.append(
            Assignment(
                _with_loop_name(
                    body_scope.resource(declaration), pulumi_name, is_engine=declaration is engine
                ),
                variable if declaration is engine and engine.live.key in scope.variables else "",
            )
        )
    engine_names = tuple_of(quoted(stanza.members[0].live.name) for stanza in group)
    return Loop("name", engine_names, tuple(body))


def _with_loop_name(resource: Group, pulumi_name: str, *, is_engine: bool) -> Group:
    """Replace the Pulumi name in a resource's call. For an engine, replace the argument `name` too."""
    members = [("", pulumi_name), *resource.members[1:]]
    if is_engine:
        members = [(prefix, "name" if prefix == "name=" else value) for prefix, value in members]
    return Group(resource.head, tuple(members), resource.tail)
