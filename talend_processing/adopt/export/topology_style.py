"""The program that loads topology files and declares the other objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from talend_processing.adopt.account import Account
from talend_processing.adopt.export.declaration import Declaration, PlaceReference, Reference
from talend_processing.adopt.export.expressions import Scope
from talend_processing.adopt.export.loops import plain_statements
from talend_processing.adopt.export.naming import Candidate, identifier, unique
from talend_processing.adopt.export.object_names import Key
from talend_processing.adopt.export.python_source import (
    Blank,
    Comment,
    Expression,
    Line,
    Module,
    Statement,
    call,
    item,
    text,
)
from talend_processing.adopt.export.resources_style import variables, with_imports
from talend_processing.adopt.export.topology_description import RUNTIME_LISTS, Component
from talend_processing.adopt.live_object import Place

_LEFT: Final = "Objects that topology files cannot describe, such as those with secrets or a repeated name"


def main_module(
    account: Account, found: Sequence[Component], left: Sequence[Declaration], files: Mapping[str, str]
) -> Module:
    """Return the program that loads the topologies and declares the rest.

    Args:
        account: The account.
        found: The components.
        left: The objects that no component describes.
        files: The file of each component, by its name.

    """
    scope = Scope(account, variables(left), _place_variables(account, found, left))
    body = [*_places(scope, found, left), *_declared(scope, found, left, files)]
    if left:
        scope.variables = {**scope.variables, **_members(found)}
        body += [Blank(), Comment(_LEFT), *plain_statements(scope, left)]
    described = ": topology files describe those that they can" if found else ""
    return with_imports(scope, f"Runtimes of Talend Cloud, exported from an account{described}", body)


def _place_variables(
    account: Account, found: Sequence[Component], left: Sequence[Declaration]
) -> dict[str, str]:
    scope = Scope(account)
    environments, workspaces = _all_places(found, left)
    wanted = [
        (place.object_id, Candidate(identifier(name, word), "", place.object_id))
        for word, listed in (("environment", environments), ("workspace", workspaces))
        for place in listed
        if scope.look_up(word, place, "") is not None
        for name in [_qualified(account, place)]
    ]
    return unique(wanted, {"config", *variables(left).values()}, "_")


def _qualified(account: Account, place: Place) -> str:
    """Return the name of a place. For a workspace, the name of its environment comes first."""
    _, environment_id = account.workspaces.get(place.object_id, (place, ""))
    parent = account.environments.get(environment_id)
    return f"{parent.name} {place.name}" if parent else place.name


def _all_places(found: Sequence[Component], left: Sequence[Declaration]) -> tuple[list[Place], list[Place]]:
    references = [
        value for one in left for value in one.arguments.values() if isinstance(value, PlaceReference)
    ]
    environments = [one.environment for one in found]
    workspaces = [one.workspace for one in found]
    for one in references:
        (environments if one.kind == "environment" else workspaces).append(one.place)
    return _distinct(environments), _distinct(workspaces)


def _distinct(places: Iterable[Place]) -> list[Place]:
    by_id = {place.object_id: place for place in places}
    return sorted(by_id.values(), key=lambda place: (place.name, place.object_id))


def _places(scope: Scope, found: Sequence[Component], left: Sequence[Declaration]) -> list[Statement]:
    environments, workspaces = _all_places(found, left)
    lines: list[Statement] = [
        Line(scope.look_up("environment", place, "") or "", scope.places[place.object_id])
        for place in environments
        if place.object_id in scope.places
    ]
    for place in workspaces:
        if variable := scope.places.get(place.object_id):
            _, environment_id = scope.account.workspaces[place.object_id]
            parent = scope.places.get(environment_id)
            expression = scope.look_up("workspace", place, f"{parent}.id" if parent else "")
            lines.append(Line(expression or "", variable))
    return lines


def _declared(
    scope: Scope, found: Sequence[Component], left: Sequence[Declaration], files: Mapping[str, str]
) -> list[Statement]:
    """Return the statements that declare the components, with variables for those that the rest refers to."""
    needed = {
        (value.kind, value.object_id)
        for one in left
        for value in one.arguments.values()
        if isinstance(value, Reference)
    }
    used = {one.name for one in found if needed & one.entries.keys()}
    lines: list[Statement] = []
    for one in found:
        arguments = {
            "environment_id": scope.expression(PlaceReference("environment", one.environment)),
            "workspace_id": scope.expression(PlaceReference("workspace", one.workspace)),
        }
        if one.token is not None:
            arguments["databricks_token"] = scope.expression(one.token)
        made = call(
            "talend.EnvironmentTopology.from_file", text(files[one.name]), text(one.name), **arguments
        )
        lines += [Blank(), Line(made, one.variable if one.name in used else "")]
    return lines


def _members(found: Sequence[Component]) -> dict[Key, Expression]:
    """Return the expressions for the runtimes that the components declare."""
    return {
        key: item(f"{one.variable}.{RUNTIME_LISTS[key[0]]}", entry["name"])
        for one in found
        for key, entry in one.entries.items()
    }
