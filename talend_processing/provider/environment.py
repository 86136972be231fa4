"""The environment of an object that does not tell its own: its runtime's, which state keeps out of sight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from talend_processing.provider.session import Session
from talend_processing.provider.spec import ResourceSpec
from talend_processing.provider.values import Outputs, Value

HIDDEN: Final = "__environmentId"
"""Where state keeps it. Pulumi hides it."""


def of_runtime(runtime: Mapping[str, Value] | None) -> Outputs:
    """What state keeps of an engine or a cluster as the API shows it; nothing if that tells none."""
    workspace = (runtime or {}).get("workspace")
    environment = workspace.get("environment") if isinstance(workspace, Mapping) else None
    return {HIDDEN: environment.get("id")} if isinstance(environment, Mapping) else {}


def of_parent(session: Session, spec: ResourceSpec, outs: Outputs, olds: Mapping[str, Value]) -> Outputs:
    """The state with its parent's environment: the one known before, or else from the list of parents."""
    if not spec.endpoint.parent_collection:
        return outs
    if olds.get(HIDDEN) is not None:
        return {**outs, HIDDEN: olds[HIDDEN]}
    parent = str(outs[spec.endpoint.parents[0]])
    return {**outs, **of_runtime(session.object((spec.endpoint.parent_collection, ()), parent))}
