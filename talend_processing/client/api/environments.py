"""Environments and workspaces. The API's reference omits the operations that list them."""

from __future__ import annotations

from talend_processing.client.api.crud import Lists
from talend_processing.client.model import Model
from talend_processing.client.operation import Operation

_PERMISSION = "TMC_ENVIRONMENT_MANAGEMENT"


class EnvironmentInfo(Model):
    """Environment of a workspace."""

    id: str
    name: str | None = None
    description: str | None = None
    default: bool | None = None


class Environment(EnvironmentInfo):
    """An environment of the account."""


class _WorkspaceBase(Model):
    """All fields of a workspace except its id."""

    name: str | None = None
    description: str | None = None
    owner: str | None = None
    type: str | None = None
    """shared, personal or custom."""
    environment: EnvironmentInfo | None = None
    protected_artifact_update: bool | None = None


class WorkspaceInfo(_WorkspaceBase):
    """Workspace that an object belongs to."""

    id: str | None = None


class Workspace(_WorkspaceBase):
    """A workspace of the account."""

    id: str


class Environments(Lists[Environment]):
    """Environments that the token's user has access to."""

    LIST = Operation(
        method="GET",
        path="/orchestration/environments",
        summary="Listing environments",
        result=list[Environment],
        query_parameter="query",
        permission=_PERMISSION,
    )


class Workspaces(Lists[Workspace]):
    """Workspaces that the token's user has access to."""

    LIST = Operation(
        method="GET",
        path="/orchestration/workspaces",
        summary="Listing workspaces",
        result=list[Workspace],
        query_parameter="query",
        permission=_PERMISSION,
    )
