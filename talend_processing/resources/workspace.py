"""Where an engine or a cluster belongs, as the API answers it."""

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
    """Its description, which lists leave out."""
    default: Field[bool | None] = field(default=None)
    """Whether it is the account's default environment."""


class WorkspaceInfo(Block):
    """A workspace and the environment it lies in (schema WorkspaceInfo)."""

    id: Field[str] = field()
    """The workspace's id, 24 hexadecimal digits."""
    name: Field[str | None] = field(default=None)
    """Its name."""
    description: Field[str | None] = field(default=None)
    """Its description."""
    owner: Field[str | None] = field(default=None)
    """Who owns it."""
    type: Field[str | None] = field(default=None)
    """shared, personal or custom."""
    environment: Field[EnvironmentInfo | None] = field(default=None)
    """The environment it lies in."""
    protected_artifact_update: Field[bool | None] = field(default=None)
    """Whether its tasks are kept from updates that other workspaces publish."""
