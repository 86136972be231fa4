"""What the reference leaves out but the rest needs: token, environments, workspaces, executables."""

from __future__ import annotations

from talend_processing.client.models.executions import Executable
from talend_processing.client.models.model import Page
from talend_processing.client.models.places import Environment, Workspace
from talend_processing.client.models.token import Token
from talend_processing.client.operation import Operation

_PLACES = "TMC_ENVIRONMENT_MANAGEMENT"
_CHECK_ACCOUNT = "Check TALEND_CLIENT_ID and TALEND_CLIENT_SECRET, and that the account is of this region"

FETCH_TOKEN = Operation(
    id="token",
    method="POST",
    path="/security/oauth/token",
    doing="Fetching a token for the service account",
    answer=Token,
    repeatable=True,
    hints={400: _CHECK_ACCOUNT, 401: _CHECK_ACCOUNT, 403: _CHECK_ACCOUNT},
)
LIST_ENVIRONMENTS = Operation(
    id="environments.list",
    method="GET",
    path="/orchestration/environments",
    doing="Listing environments",
    answer=list[Environment],
    query=("query",),
    permission=_PLACES,
    search="query",
)
LIST_WORKSPACES = Operation(
    id="workspaces.list",
    method="GET",
    path="/orchestration/workspaces",
    doing="Listing workspaces",
    answer=list[Workspace],
    query=("query",),
    permission=_PLACES,
    search="query",
)
_EXECUTABLES = ("name", "environmentId", "workspaceId", "limit", "offset")
LIST_TASKS = Operation(
    id="tasks.list",
    method="GET",
    path="/processing/executables/tasks",
    doing="Listing tasks",
    answer=Page[Executable],
    permission="TMC_OPERATOR",
    query=_EXECUTABLES,
)
LIST_PLANS = Operation(
    id="plans.list",
    method="GET",
    path="/processing/executables/plans",
    doing="Listing plans",
    answer=Page[Executable],
    permission="TMC_OPERATOR",
    query=_EXECUTABLES,
)

SUPPORTING = (FETCH_TOKEN, LIST_ENVIRONMENTS, LIST_WORKSPACES, LIST_TASKS, LIST_PLANS)
