"""Write the main module of a program that loads topology files and declares all other objects."""

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
    Assignment,
    Blank,
    Comment,
    Expression,
    Module,
    Statement,
    call,
    quoted,
    subscript,
)
from talend_processing.adopt.export.resources_style import variables, with_imports
from talend_processing.adopt.export.topology_description import RUNTIME_LISTS, Component
from talend_processing.adopt.live_object import Place

_REST: Final = "Objects that topology files cannot describe, such as those with secrets or a repeated name"


def main_module(
    account: Account,
    components: Sequence[Component],
    rest: Sequence[Declaration],
    file_names: Mapping[str, str],
) -> Module:
    """Return the program's main module.

    No component describes the resources in `rest`. `file_names` maps the name of each component to the name
    of its topology file.
    """
    scope = Scope(account, variables(rest), _place_variables(account, components, rest))
    body = [
        *_look_up_statements(scope, components, rest),
        *_component_statements(scope, components, rest, file_names),
    ]
    if rest:
        scope.variables = {**scope.variables, **_runtime_expressions(components)}
        body += [Blank(), Comment(_REST), *plain_statements(scope, rest)]
    destination = " into topology files and this program" if components else ""
    return with_imports(scope, f"Runtimes of Talend Cloud, exported from an account{destination}", body)


def _place_variables(
    account: Account, components: Sequence[Component], rest: Sequence[Declaration]
) -> dict[str, str]:
    scope = Scope(account)
    environments, workspaces = _all_places(components, rest)
    candidates = [
        (place.object_id, Candidate(identifier(name, kind), "", place.object_id))
        for kind, places in (("environment", environments), ("workspace", workspaces))
        for place in places
        if scope.look_up_call(kind, place, "") is not None
        for name in [_qualified_name(account, place)]
    ]
    return unique(candidates, {"config", *variables(rest).values()}, "_")


def _qualified_name(account: Account, place: Place) -> str:
    """Return a name such as `production` for an environment and `production etl` for a workspace."""
    _, environment_id = account.workspaces.get(place.object_id, (place, ""))
    environment = account.environments.get(environment_id)
    return f"{environment.name} {place.name}" if environment else place.name


def _all_places(
    components: Sequence[Component], rest: Sequence[Declaration]
) -> tuple[list[Place], list[Place]]:
    references = [
        value for one in rest for value in one.arguments.values() if isinstance(value, PlaceReference)
    ]
    environments = [one.environment for one in components]
    workspaces = [one.workspace for one in components]
    for reference in references:
        (environments if reference.kind == "environment" else workspaces).append(reference.place)
    return _distinct(environments), _distinct(workspaces)


def _distinct(places: Iterable[Place]) -> list[Place]:
    by_id = {place.object_id: place for place in places}
    return sorted(by_id.values(), key=lambda place: (place.name, place.object_id))


def _look_up_statements(
    scope: Scope, components: Sequence[Component], rest: Sequence[Declaration]
) -> list[Statement]:
    environments, workspaces = _all_places(components, rest)
    statements: list[Statement] = [
        Assignment(scope.look_up_call("environment", place, "") or "", scope.place_variables[place.object_id])
        for place in environments
        if place.object_id in scope.place_variables
    ]
    for place in workspaces:
        if variable := scope.place_variables.get(place.object_id):
            _, environment_id = scope.account.workspaces[place.object_id]
            environment_variable = scope.place_variables.get(environment_id)
            expression = scope.look_up_call(
                "workspace", place, f"{environment_variable}.id" if environment_variable else ""
            )
            statements.append(Assignment(expression or "", variable))
    return statements


def _component_statements(
    scope: Scope, components: Sequence[Component], rest: Sequence[Declaration], file_names: Mapping[str, str]
) -> list[Statement]:
    """Return the statements for components. A component gets a variable only if `rest` refers to it."""
    referenced = {
        (value.kind, value.object_id)
        for one in rest
        for value in one.arguments.values()
        if isinstance(value, Reference)
    }
    names_with_variable = {one.name for one in components if referenced & one.entries.keys()}
    statements: list[Statement] = []
    for component in components:
        arguments = {
            "environment_id": scope.expression(PlaceReference("environment", component.environment)),
            "workspace_id": scope.expression(PlaceReference("workspace", component.workspace)),
        }
        if component.token is not None:
            arguments["databricks_token"] = scope.expression(component.token)
        resource = call(
            "talend.EnvironmentTopology.from_file",
            quoted(file_names[component.name]),
            quoted(component.name),
            **arguments,
        )
        statements += [
            Blank(),
            Assignment(resource, component.variable if component.name in names_with_variable else ""),
        ]
    return statements


def _runtime_expressions(components: Sequence[Component]) -> dict[Key, Expression]:
    """Return an expression for each engine and cluster in the components."""
    return {
        key: subscript(f"{one.variable}.{RUNTIME_LISTS[key[0]]}", entry["name"])
        for one in components
        for key, entry in one.entries.items()
    }
