"""Environments and workspaces: where everything lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import pulumi

from talend_processing.lookups.looking import refusal
from talend_processing.provider.declare.program import program_client, reading

if TYPE_CHECKING:
    from talend_processing.resources.workspace import EnvironmentInfo, WorkspaceInfo

__all__ = [
    "find_environment",
    "find_workspace",
    "get_environment",
    "get_workspace",
    "list_environments",
    "list_workspaces",
]


def find_environment(*, name: str) -> EnvironmentInfo:
    """The environment with this name.

    Operation: `GET /orchestration/environments`.

    Raises:
        pulumi.RunError: There is none or more than one, or the API refused.

    Example:
        >>> import talend_processing as talend
        >>> talend.find_environment(name="production").id
        '5f000000000000000000000a'

    """
    from talend_processing.resources.workspace import EnvironmentInfo  # noqa: PLC0415 - only when used

    with reading(f"Environment '{name}'"):
        listed = [model.wire() for model in program_client().environments.list()]
    return EnvironmentInfo.from_wire(_only(f"environment named '{name}'", name, listed))


def find_workspace(*, name: str, environment: str) -> WorkspaceInfo:
    """The workspace with this name in the environment with that name or id.

    Operation: `GET /orchestration/workspaces`.

    Raises:
        pulumi.RunError: There is none or more than one, or the API refused.

    """
    from talend_processing.resources.workspace import WorkspaceInfo  # noqa: PLC0415

    with reading(f"Workspace '{name}'"):
        listed = [(model, model.wire()) for model in program_client().workspaces.list()]
    there = [
        wire
        for model, wire in listed
        if model.environment and environment in {model.environment.name, model.environment.id}
    ]
    return WorkspaceInfo.from_wire(
        _only(f"workspace named '{name}' in environment '{environment}'", name, there)
    )


def get_environment(*, id: str) -> EnvironmentInfo:  # noqa: A002 - as every Pulumi SDK calls it
    """The environment with this id.

    Operation: `GET /orchestration/environments`.

    Raises:
        pulumi.RunError: There is none, or the API refused.

    """
    listed = list_environments()
    return next((one for one in listed if one.id == id), None) or _none("environment", id, listed)


def list_environments() -> list[EnvironmentInfo]:
    """All environments that the credentials see.

    Operation: `GET /orchestration/environments`.

    Raises:
        pulumi.RunError: The API refused.

    """
    from talend_processing.resources.workspace import EnvironmentInfo  # noqa: PLC0415

    with reading("The environments"):
        return [EnvironmentInfo.from_wire(model.wire()) for model in program_client().environments.list()]


def get_workspace(*, id: str) -> WorkspaceInfo:  # noqa: A002
    """The workspace with this id.

    Operation: `GET /orchestration/workspaces`.

    Raises:
        pulumi.RunError: There is none, or the API refused.

    """
    listed = list_workspaces()
    return next((one for one in listed if one.id == id), None) or _none("workspace", id, listed)


def list_workspaces(*, environment: str | None = None) -> list[WorkspaceInfo]:
    """All workspaces that the credentials see, or those of the environment with this name or id.

    Operation: `GET /orchestration/workspaces`.

    Raises:
        pulumi.RunError: The API refused.

    """
    from talend_processing.resources.workspace import WorkspaceInfo  # noqa: PLC0415

    with reading("The workspaces"):
        listed = [WorkspaceInfo.from_wire(model.wire()) for model in program_client().workspaces.list()]
    return [
        one
        for one in listed
        if environment is None
        or (one.environment and environment in {one.environment.id, one.environment.name})
    ]


def _none(noun: str, object_id: str, listed: Sequence[EnvironmentInfo | WorkspaceInfo]) -> NoReturn:
    named = [(one.name, one.id) for one in listed]
    raise pulumi.RunError(refusal(f"{noun} with the id {object_id}", object_id, many=False, named=named))


def _only(searched: str, name: str, listed: Sequence[dict[str, Any]]) -> dict[str, Any]:
    found = [item for item in listed if item.get("name") == name]
    if len(found) == 1:
        return found[0]
    named = [(item.get("name"), str(item["id"])) for item in found or listed]
    raise pulumi.RunError(refusal(searched, name, many=bool(found), named=named))
