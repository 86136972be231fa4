"""The workspace and the environment of an engine or a cluster, as in the API's responses."""

from __future__ import annotations

from talend_processing.provider.declare.declaration import Block
from talend_processing.provider.declare.fields import Field, field


class EnvironmentInfo(Block):
    """An environment of the account (schema EnvironmentInfo)."""

    id: Field[str] = field()
    """The environment's id, 24 hexadecimal digits."""
    name: Field[str | None] = field(default=None)
    """Its name."""
    description: Field[str | None] = field(default=None)
    """Its description. The API omits it in lists."""
    default: Field[bool | None] = field(default=None)
    """Whether it is the account's default environment."""


class WorkspaceInfo(Block):
    """A workspace and its environment (schema WorkspaceInfo)."""

    id: Field[str] = field()
    """The workspace's id, 24 hexadecimal digits."""
    name: Field[str | None] = field(default=None)
    """Its name."""
    description: Field[str | None] = field(default=None)
    """Its description."""
    owner: Field[str | None] = field(default=None)
    """Its owner."""
    type: Field[str | None] = field(default=None)
    """shared, personal or custom."""
    environment: Field[EnvironmentInfo | None] = field(default=None)
    """Its environment."""
    protected_artifact_update: Field[bool | None] = field(default=None)
    """Whether its tasks are protected from updates that other workspaces publish."""
