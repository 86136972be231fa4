"""The environment and workspace of an object. They must be visible before the object counts as gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from talend_processing.client.errors import TalendError
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Outputs, Value
from talend_processing.provider.session.session import Session

HIDDEN: Final = "__environmentId"
"""The key in state for the id of an environment that only the parent shows. Pulumi hides it."""
HIDDEN_WORKSPACE: Final = "__workspaceId"
"""The key in state for the id of such a workspace. Pulumi hides it."""


def of_runtime(runtime: Mapping[str, Value] | None) -> Outputs:
    """Return the environment and workspace of an engine or a cluster, as state stores them; {} if unknown."""
    workspace = (runtime or {}).get("workspace")
    environment = workspace.get("environment") if isinstance(workspace, Mapping) else None
    if not isinstance(workspace, Mapping) or not isinstance(environment, Mapping):
        return {}
    return {HIDDEN: environment.get("id"), HIDDEN_WORKSPACE: workspace.get("id")}


def workspace_of(olds: Mapping[str, Value]) -> str | None:
    """Return the id of the workspace of an object in state, or None if state has none."""
    seen = olds.get("workspace")
    found = seen.get("id") if isinstance(seen, Mapping) else None
    found = found or olds.get("workspaceId") or olds.get(HIDDEN_WORKSPACE)
    return None if found is None else str(found)


def of_parent(session: Session, spec: ResourceSpec, outs: Outputs, olds: Mapping[str, Value]) -> Outputs:
    """Add the parent's environment to the state.

    It comes from the parent as seen in this run, else from the previous state, else from a call.
    """
    if not spec.endpoint.parent_collection:
        return outs
    parents, parent = (spec.endpoint.parent_collection, ()), str(outs[spec.endpoint.parents[0]])
    if found := of_runtime(session.lists.seen(parents, parent)):
        return {**outs, **found}
    if olds.get(HIDDEN) is not None:
        return {**outs, **{name: olds[name] for name in (HIDDEN, HIDDEN_WORKSPACE) if name in olds}}
    if spec.endpoint.environment != HIDDEN:
        return outs  # the object itself shows its environment; the workspace alone is not worth a call
    try:
        return {**outs, **of_runtime(session.lists.object(parents, parent))}
    except TalendError:
        return outs  # an error here would lose the id of a new object; the next read tries again


def check_visible(session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]) -> None:
    """Stop a read or a delete that finds no object, unless these credentials can see its environment.

    Raises:
        LifecycleError: Its environment or its workspace is not visible.

    """
    if not spec.endpoint.environment:
        return
    places = {"environment": olds.get(spec.endpoint.environment), "workspace": workspace_of(olds)}
    for what, place in places.items():
        if place is not None and str(place) not in session.lists.objects((f"{what}s", ())):
            raise LifecycleError(
                f"{spec.describe(olds, object_id)} is not found, and neither is its {what} {place}: these"
                " credentials may not see it. State is left as it is; use credentials that see the"
                f" {what}, or `pulumi state delete` if the {what} itself was deleted"
            )
