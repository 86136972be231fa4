"""Look-ups for programs: `find_…` returns the one object that fits, or says what there is instead.

Each reads the API while the program runs, in a preview too. The `_output` variants take outputs of
resources and wait until those are known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pulumi

from talend_processing.provider.program import program_client, reading

if TYPE_CHECKING:
    from talend_processing.resources.workspace import EnvironmentInfo, WorkspaceInfo

__all__ = ["find_environment", "find_environment_output", "find_workspace", "find_workspace_output"]


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
    return EnvironmentInfo.from_wire(
        _only(f"environment named '{name}'", listed, lambda e: e["name"] == name)
    )


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
        _only(f"workspace named '{name}' in environment '{environment}'", there, lambda w: w["name"] == name)
    )


def find_environment_output(*, name: pulumi.Input[str]) -> pulumi.Output[EnvironmentInfo]:
    """`find_environment` with a name that may be an output."""
    return pulumi.Output.from_input(name).apply(lambda known: find_environment(name=known))


def find_workspace_output(
    *, name: pulumi.Input[str], environment: pulumi.Input[str]
) -> pulumi.Output[WorkspaceInfo]:
    """`find_workspace` with arguments that may be outputs."""
    return pulumi.Output.all(name, environment).apply(
        lambda known: find_workspace(name=known[0], environment=known[1])
    )


def _only(
    searched: str, listed: Sequence[dict[str, Any]], fits: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    found = [item for item in listed if fits(item)]
    if len(found) == 1:
        return found[0]
    candidates = ", ".join(f"'{item['name']}' ({item['id']})" for item in found or listed)
    raise pulumi.RunError(
        f"{'More than one' if found else 'No'} {searched}. "
        + (f"There are: {candidates}" if candidates else "These credentials see none at all")
    )
