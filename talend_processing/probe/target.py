"""The account's workspaces, objects and settings that the probe may use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from talend_processing.client.errors import TalendError
from talend_processing.probe.api import Api, Record

_PRODUCTION_NAME: Final = re.compile(r"prod(uction|uctive|ukt\w*)?(?![a-z])|prd|\blive\b", re.IGNORECASE)

_ADVICE: Final = {
    401: "The token is not valid",
    403: "The token's user needs the permission TMC_ENVIRONMENT_MANAGEMENT",
}


class TargetError(TalendError):
    """The given environment or workspace cannot be found. Nothing was created."""

    def __init__(self, text: str) -> None:
        super().__init__(text, outcome="not_sent")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace and its environment."""

    id: str
    name: str
    environment_id: str
    environment: str
    """The name of the environment."""


@dataclass(frozen=True, slots=True)
class Target:
    """The workspaces, objects and settings that the probe may use."""

    workspace: Workspace
    """The workspace in which the probe creates its objects."""
    other_workspace: Workspace | None = None
    """Another workspace of the same environment."""
    elsewhere: Workspace | None = None
    """A workspace of another environment."""
    task: str = ""
    """The id of a task that the probe may start; empty if it may start none."""
    plan: str = ""
    """The id of a plan that the probe may start; empty if it may start none."""
    account_settings: bool = False
    """Whether the probe may write settings of the whole account."""
    service_account: bool = False
    """Whether the credentials are those of a service account, not a personal access token."""


def looks_like_production(name: str) -> bool:
    """Return whether an environment's name looks like production.

    Example:
        >>> looks_like_production("EU-PRD"), looks_like_production("development")
        (True, False)

    """
    return _PRODUCTION_NAME.search(name) is not None


def find_workspace(api: Api, environment: str, workspace: str | None) -> Workspace:
    """Return the named workspace of an environment.

    If `workspace` is None, return the environment's shared workspace, or the first one if none is shared.

    Raises:
        TargetError: The workspaces cannot be listed, the environment has no visible workspace, or the name
            belongs to no workspace or to several.

    """
    reply = api.get("/orchestration/workspaces")
    if not reply.ok:
        advice = _ADVICE.get(reply.status, "Try again later")
        raise TargetError(f"Listing workspaces: the API answered {reply.status}. {advice}")
    candidates = [
        candidate
        for record in reply.records
        if (candidate := _workspace(record)) and candidate.environment == environment
    ]
    if not candidates:
        raise TargetError(
            f"environment {environment}: it does not exist, or the credentials see no workspace in it"
        )
    if workspace is not None:
        matching = [one for one in candidates if one.name == workspace]
        if len(matching) != 1:
            names = ", ".join(sorted(one.name for one in candidates))
            problem = "several workspaces have" if matching else "no workspace has"
            raise TargetError(
                f"environment {environment}: {problem} the name {workspace}. Existing ones: {names}"
            )
        return matching[0]
    shared_ids = {record.get("id") for record in reply.records if record.get("type") == "shared"}
    return next((one for one in candidates if one.id in shared_ids), candidates[0])


def _workspace(record: Record) -> Workspace | None:
    environment = record.get("environment")
    if not isinstance(environment, dict):
        return None
    workspace = Workspace(
        str(record.get("id", "")),
        str(record.get("name", "")),
        str(environment.get("id", "")),
        str(environment.get("name", "")),
    )
    return workspace if workspace.id and workspace.environment_id else None
