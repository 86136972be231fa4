"""Environments and workspaces."""

from __future__ import annotations

from talend_processing.client.models.model import Model


class EnvironmentInfo(Model):
    """The environment that something is in."""

    id: str
    name: str | None = None
    description: str | None = None
    default: bool | None = None


class _PlacedWorkspace(Model):
    """What a workspace has beside its id."""

    name: str | None = None
    description: str | None = None
    owner: str | None = None
    type: str | None = None
    """shared, personal or custom."""
    environment: EnvironmentInfo | None = None
    protected_artifact_update: bool | None = None


class WorkspaceInfo(_PlacedWorkspace):
    """The workspace that something is in."""

    id: str | None = None


class Environment(Model):
    """An environment of the account."""

    id: str
    name: str | None = None
    description: str | None = None
    default: bool | None = None


class Workspace(_PlacedWorkspace):
    """A workspace of the account."""

    id: str
