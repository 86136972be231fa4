"""Environments and workspaces: where engines live."""

from __future__ import annotations

from talend_processing.client.groups.verbs import Lists
from talend_processing.client.models.places import Environment, Workspace
from talend_processing.client.operations import places as operations


class Environments(Lists[Environment]):
    """Environments that the token's user may see."""

    LIST = operations.LIST_ENVIRONMENTS


class Workspaces(Lists[Workspace]):
    """Workspaces that the token's user may see."""

    LIST = operations.LIST_WORKSPACES
