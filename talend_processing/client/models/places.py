"""Environments and workspaces."""

from __future__ import annotations

from talend_processing.client.models.model import Model


class EnvironmentInfo(Model):
    """The environment that something is in."""

    id: str
    name: str | None = None
    description: str | None = None
    default: bool | None = None


class WorkspaceInfo(Model):
    """The workspace that something is in."""

    id: str
    name: str | None = None
    description: str | None = None
    owner: str | None = None
    type: str | None = None
    """shared, personal or custom."""
    environment: EnvironmentInfo | None = None
    protected_artifact_update: bool | None = None


class Environment(Model):
    """An environment of the account."""

    id: str
    name: str | None = None
    description: str | None = None
    default: bool | None = None


class Workspace(WorkspaceInfo):
    """A workspace of the account."""
