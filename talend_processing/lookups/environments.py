"""Look-ups of environments and workspaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talend_processing.lookups.shared import is_in_environment, single_match
from talend_processing.provider.declare.program import program_client, reading

if TYPE_CHECKING:
    from talend_processing.client.api.environments import Environment, Workspace
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
        '5e0000000000000000000002'

    """
    with reading(f"Environment '{name}'"):
        environments = list(program_client().environments.list())
    return _environment_info(
        single_match(f"environment named '{name}'", name, environments, lambda one: one.name == name)
    )


def find_workspace(*, name: str, environment: str | None = None) -> WorkspaceInfo:
    """The workspace named `name`, in any environment or only in `environment` (a name or an id).

    Operation: `GET /orchestration/workspaces`.

    Raises:
        pulumi.RunError: No object or several objects match, or the API cannot be read.

    """
    with reading(f"Workspace '{name}'"):
        workspaces = list(program_client().workspaces.list())
    scope = f" in environment '{environment}'" if environment else ""
    candidates = [one for one in workspaces if is_in_environment(one, environment)]
    workspace = single_match(
        f"workspace named '{name}'{scope}",
        name,
        candidates or workspaces,  # all workspaces, for the suggestions of the error
        lambda one: one.name == name and one in candidates,
    )
    return _workspace_info(workspace)


def get_environment(*, id: str) -> EnvironmentInfo:  # noqa: A002 - as every Pulumi SDK names it
    """The environment with this id.

    Operation: `GET /orchestration/environments`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    with reading("The environments"):
        environments = list(program_client().environments.list())
    return _environment_info(
        single_match(f"environment with the id {id}", id, environments, lambda one: one.id == id)
    )


def list_environments() -> list[EnvironmentInfo]:
    """All environments that the credentials see.

    Operation: `GET /orchestration/environments`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    with reading("The environments"):
        return [_environment_info(one) for one in program_client().environments.list()]


def get_workspace(*, id: str) -> WorkspaceInfo:  # noqa: A002
    """The workspace with this id.

    Operation: `GET /orchestration/workspaces`.

    Raises:
        pulumi.RunError: The object does not exist, or the API cannot be read.

    """
    with reading("The workspaces"):
        workspaces = list(program_client().workspaces.list())
    return _workspace_info(
        single_match(f"workspace with the id {id}", id, workspaces, lambda one: one.id == id)
    )


def list_workspaces(*, environment: str | None = None) -> list[WorkspaceInfo]:
    """All workspaces that the credentials see, or only those in `environment` (a name or an id).

    Operation: `GET /orchestration/workspaces`.

    Raises:
        pulumi.RunError: The API cannot be read.

    """
    with reading("The workspaces"):
        workspaces = list(program_client().workspaces.list())
    return [_workspace_info(one) for one in workspaces if is_in_environment(one, environment)]


def _environment_info(environment: Environment) -> EnvironmentInfo:
    from talend_processing.resources.workspace import EnvironmentInfo  # noqa: PLC0415 - only when used

    return EnvironmentInfo.from_wire(environment.wire())


def _workspace_info(workspace: Workspace) -> WorkspaceInfo:
    from talend_processing.resources.workspace import WorkspaceInfo  # noqa: PLC0415 - only when used

    return WorkspaceInfo.from_wire(workspace.wire())
