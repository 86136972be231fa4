"""Look-ups of environments and workspaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import pulumi

from talend_processing.lookups.shared import Named, is_in_environment, only, selection_error
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
    """The environment named `name`.

    Operation: `GET /orchestration/environments`.

    Raises:
        pulumi.RunError: No object or several objects match, or the API cannot be read.

    Example:
        >>> import talend_processing as talend
        >>> talend.find_environment(name="production").id
        '5f000000000000000000000a'

    """
    from talend_processing.resources.workspace import EnvironmentInfo  # noqa: PLC0415 - only when used

    with reading(f"Environment '{name}'"):
        listed = list(program_client().environments.list())
    found = only(f"environment named '{name}'", name, listed, lambda one: one.name == name)
    return EnvironmentInfo.from_wire(found.wire())


def find_workspace(*, name: str, environment: str | None = None) -> WorkspaceInfo:
    """The workspace named `name`, in the environment with the name or id `environment`.

    Operation: `GET /orchestration/workspaces`.

    Raises:
        pulumi.RunError: No object or several objects match, or the API cannot be read.

    """
    from talend_processing.resources.workspace import WorkspaceInfo  # noqa: PLC0415

    with reading(f"Workspace '{name}'"):
        listed = list(program_client().workspaces.list())
    scope = f" in environment '{environment}'" if environment else ""
    there = [one for one in listed if is_in_environment(one, environment)]
    found = only(
        f"workspace named '{name}'{scope}",
        name,
        there or listed,
        lambda one: one.name == name and one in there,
    )
    return WorkspaceInfo.from_wire(found.wire())


def get_environment(*, id: str) -> EnvironmentInfo:  # noqa: A002 - as every Pulumi SDK calls it
    """The environment with this id.

    Operation: `GET /orchestration/environments`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    from talend_processing.resources.workspace import EnvironmentInfo  # noqa: PLC0415

    with reading("The environments"):
        listed = list(program_client().environments.list())
    found = next((one for one in listed if one.id == id), None) or _raise_not_found("environment", id, listed)
    return EnvironmentInfo.from_wire(found.wire())


def list_environments() -> list[EnvironmentInfo]:
    """All environments that the credentials see.

    Operation: `GET /orchestration/environments`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    from talend_processing.resources.workspace import EnvironmentInfo  # noqa: PLC0415

    with reading("The environments"):
        return [EnvironmentInfo.from_wire(model.wire()) for model in program_client().environments.list()]


def get_workspace(*, id: str) -> WorkspaceInfo:  # noqa: A002
    """The workspace with this id.

    Operation: `GET /orchestration/workspaces`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    from talend_processing.resources.workspace import WorkspaceInfo  # noqa: PLC0415

    with reading("The workspaces"):
        listed = list(program_client().workspaces.list())
    found = next((one for one in listed if one.id == id), None) or _raise_not_found("workspace", id, listed)
    return WorkspaceInfo.from_wire(found.wire())


def list_workspaces(*, environment: str | None = None) -> list[WorkspaceInfo]:
    """All workspaces that the credentials see, or those of the environment with the name or id `environment`.

    Operation: `GET /orchestration/workspaces`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    from talend_processing.resources.workspace import WorkspaceInfo  # noqa: PLC0415

    with reading("The workspaces"):
        listed = list(program_client().workspaces.list())
    return [WorkspaceInfo.from_wire(one.wire()) for one in listed if is_in_environment(one, environment)]


def _raise_not_found(noun: str, object_id: str, listed: Sequence[Named]) -> NoReturn:
    searched = f"{noun} with the id {object_id}"
    raise pulumi.RunError(selection_error(searched, object_id, many=False, candidates=listed))
