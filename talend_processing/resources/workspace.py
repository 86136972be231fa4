"""The workspace and the environment of an engine or a cluster, as in the API's responses."""

from __future__ import annotations

from talend_processing.provider.declare.declaration import Block
from talend_processing.provider.declare.fields import Field, field


class EnvironmentInfo(Block):
    """An environment of the account (API schema EnvironmentInfo)."""

    id: Field[str] = field()
    """The environment's id, 24 hexadecimal digits."""
    name: Field[str | None] = field(default=None)
    """The environment's name."""
    description: Field[str | None] = field(default=None)
    """The environment's description. The API omits it in lists."""
    default: Field[bool | None] = field(default=None)
    """Whether this is the account's default environment."""


class WorkspaceInfo(Block):
    """A workspace and its environment (API schema WorkspaceInfo)."""

    id: Field[str] = field()
    """The workspace's id, 24 hexadecimal digits."""
    name: Field[str | None] = field(default=None)
    """The workspace's name."""
    description: Field[str | None] = field(default=None)
    """The workspace's description."""
    owner: Field[str | None] = field(default=None)
    """The workspace's owner."""
    type: Field[str | None] = field(default=None)
    """shared, personal or custom."""
    environment: Field[EnvironmentInfo | None] = field(default=None)
    """The workspace's environment."""
    protected_artifact_update: Field[bool | None] = field(default=None)
    """Whether the workspace's tasks are protected from updates that other workspaces publish."""
