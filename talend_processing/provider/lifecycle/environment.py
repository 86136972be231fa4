"""The environment and workspace of an object. Where only its parent shows them, state keeps them hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from talend_processing.client.errors import TalendError
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Outputs, Value
from talend_processing.provider.session.session import Session

HIDDEN: Final = "__environmentId"
"""Where state keeps it. Pulumi hides it."""
HIDDEN_WORKSPACE: Final = "__workspaceId"
"""Where state keeps the workspace of an object that does not tell it either."""


def of_runtime(runtime: Mapping[str, Value] | None) -> Outputs:
    """What state keeps of an engine or a cluster as the API shows it; nothing if that tells none."""
    workspace = (runtime or {}).get("workspace")
    environment = workspace.get("environment") if isinstance(workspace, Mapping) else None
    if not isinstance(workspace, Mapping) or not isinstance(environment, Mapping):
        return {}
    return {HIDDEN: environment.get("id"), HIDDEN_WORKSPACE: workspace.get("id")}


def workspace_of(olds: Mapping[str, Value]) -> str | None:
    """The workspace that an object was in when it was last seen, as far as state tells."""
    seen = olds.get("workspace")
    found = seen.get("id") if isinstance(seen, Mapping) else None
    found = found or olds.get("workspaceId") or olds.get(HIDDEN_WORKSPACE)
    return None if found is None else str(found)


def of_parent(session: Session, spec: ResourceSpec, outs: Outputs, olds: Mapping[str, Value]) -> Outputs:
    """The state with its parent's environment: as this run has seen it, as known before, or asked for."""
    if not spec.endpoint.parent_collection:
        return outs
    parents, parent = (spec.endpoint.parent_collection, ()), str(outs[spec.endpoint.parents[0]])
    if found := of_runtime(session.seen(parents, parent)):
        return {**outs, **found}
    if olds.get(HIDDEN) is not None:
        return {**outs, **{name: olds[name] for name in (HIDDEN, HIDDEN_WORKSPACE) if name in olds}}
    if spec.endpoint.environment != HIDDEN:
        return outs  # it tells its environment itself: its parent's workspace is worth no call
    try:
        return {**outs, **of_runtime(session.object(parents, parent))}
    except TalendError:
        return outs  # what was just made must not be lost for it; the next look asks again


def check_visible(session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]) -> None:
    """Refuse to believe that an object is gone while these credentials do not see its environment.

    Raises:
        LifecycleError: Its environment or its workspace is not visible.

    """
    if not spec.endpoint.environment:
        return
    places = {"environment": olds.get(spec.endpoint.environment), "workspace": workspace_of(olds)}
    for what, place in places.items():
        if place is not None and str(place) not in session.objects((f"{what}s", ())):
            raise LifecycleError(
                f"{spec.describe(olds, object_id)} is not found, and neither is its {what} {place}: these"
                " credentials may not see it. State is left as it is; use credentials that see the"
                f" {what}, or `pulumi state delete` if the {what} itself was deleted"
            )
