"""Operations on environments and workspaces, which the reference leaves out."""

from __future__ import annotations

from talend_processing.client.models.places import Environment, Workspace
from talend_processing.client.operation import Operation

_PERMISSION = "TMC_ENVIRONMENT_MANAGEMENT"

LIST_ENVIRONMENTS = Operation(
    id="environments.list",
    method="GET",
    path="/orchestration/environments",
    doing="Listing environments",
    answer=list[Environment],
    query=("query",),
    permission=_PERMISSION,
    search="query",
)
LIST_WORKSPACES = Operation(
    id="workspaces.list",
    method="GET",
    path="/orchestration/workspaces",
    doing="Listing workspaces",
    answer=list[Workspace],
    query=("query",),
    permission=_PERMISSION,
    search="query",
)

PLACES = (LIST_ENVIRONMENTS, LIST_WORKSPACES)
