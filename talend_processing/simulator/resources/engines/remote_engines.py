"""Remote Engines."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account, resource
from talend_processing.simulator.account.seed_errors import SeedError
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import (
    Record,
    Response,
    bad_request,
    created,
    json_response,
    no_content,
)
from talend_processing.simulator.http.validation import (
    FLAG,
    NAME,
    TEXT,
    Array,
    Shape,
    Text,
    ValueType,
)
from talend_processing.simulator.resources.engines.engines import (
    PERMISSION,
    READ_PERMISSION,
    SEED_FIELDS,
    fill_engine_defaults,
    list_engines,
    new_engine,
    require_deletable,
    to_api,
    unpair,
)
from talend_processing.simulator.resources.executions.task_runtimes import release_tasks
from talend_processing.simulator.resources.listing import RUNTIME_FIELDS
from talend_processing.simulator.resources.run_profiles.runtime_run_profiles import delete_profiles
from talend_processing.simulator.resources.workspaces import environment_of

PATH = "/processing/runtimes/remote-engines"
_PROFILE_TYPES = ("JOB_SERVER", "MICROSERVICE", "TALEND_RUNTIME")
_ESB_PROFILE_TYPES = {"MICROSERVICE", "TALEND_RUNTIME"}
_OPTIONAL_FIELDS: dict[str, ValueType] = {
    "runProfiles": Array(Text(_PROFILE_TYPES)),
    "debug": Shape({"host": NAME}),
    "description": TEXT,
    "esbCompatibilityVersion": NAME,
}
_ENGINE_REQUEST = Shape({"name": NAME, "environmentId": NAME}, {"workspaceId": NAME, **_OPTIONAL_FIELDS})
_SEARCH_FIELDS = (
    *RUNTIME_FIELDS,
    "status",
    "clusterId",
    "runProfiles",
    "debug.host",
    "esbCompatibilityVersion",
)


@resource(
    "remoteEngines",
    "Engine",
    Shape(
        {"name": NAME, "workspaceId": NAME},
        {**SEED_FIELDS, **_OPTIONAL_FIELDS, "version": NAME, "clusterId": NAME},
    ),
    order=11,
)
def fill_defaults(account: Account, seed_engine: Record) -> Record:
    """Fill in the defaults of a Remote Engine in a seed.

    An engine in a cluster must be in the cluster's workspace, unless the switch `member_workspace` is `keep`.
    """
    engine = fill_engine_defaults(account, {"runProfiles": ["JOB_SERVER"], **seed_engine}, "engine")
    if "clusterId" in engine:
        cluster = account.referenced("clusters", engine["clusterId"], f"engine {engine['name']}")
        same_workspace_required = account.switches["member_workspace"] == "move"
        if same_workspace_required and engine["workspaceId"] != cluster["workspaceId"]:
            engine_location = _location(account, engine["workspaceId"])
            cluster_location = _location(account, cluster["workspaceId"])
            mismatch = (
                f"engine {engine['name']} is in {engine_location}, "
                f"but its cluster {cluster['name']} is in {cluster_location}"
            )
            raise SeedError(
                [f"{mismatch}: put the engine and its cluster into the same workspace"],
                value=engine["clusterId"],
            )
    return engine


def _location(account: Account, workspace_id: str) -> str:
    return f"workspace {workspace_id} of environment {environment_of(account, workspace_id)}"


@operation(
    "list_remote_engines",
    "GET",
    PATH,
    query={"query": TEXT},
    permission=PERMISSION,
    or_permission=READ_PERMISSION,
)
def list_remote_engines(call: Call) -> Response:
    """Return an array of the Remote Engines that match the query."""
    return list_engines(call, "remoteEngines", _SEARCH_FIELDS)


@operation("create_remote_engine", "POST", PATH, body=_ENGINE_REQUEST, permission=PERMISSION)
def create_remote_engine(call: Call) -> Response:
    """Create an unpaired engine."""
    body = call.body
    if _ESB_PROFILE_TYPES & set(body.get("runProfiles", ())) and "esbCompatibilityVersion" not in body:
        raise bad_request(
            "missing required field: esbCompatibilityVersion",
            "it is required if runProfiles contains TALEND_RUNTIME or MICROSERVICE",
        )
    engine = new_engine(call, "remoteEngines")
    engine["runProfiles"] = body.get("runProfiles", ["JOB_SERVER"])
    engine |= {name: body[name] for name in ("debug", "esbCompatibilityVersion") if name in body}
    call.account.table("remoteEngines")[engine["id"]] = engine
    return created(to_api(call.account, engine))


@operation("get_remote_engine", "GET", f"{PATH}/{{id}}", permission=PERMISSION, or_permission=READ_PERMISSION)
def get_remote_engine(call: Call) -> Response:
    """Return an engine."""
    return json_response(to_api(call.account, call.account.get("remoteEngines", call.path["id"])))


@operation("delete_remote_engine", "DELETE", f"{PATH}/{{id}}", permission=PERMISSION)
def delete_remote_engine(call: Call) -> Response:
    """Delete an engine and its run profiles. Its tasks are paused and move to the cloud."""
    engine = call.account.get("remoteEngines", call.path["id"])
    require_deletable(call.account, engine)
    del call.account.table("remoteEngines")[engine["id"]]
    delete_profiles(call.account, engine["id"])
    release_tasks(call.account, engine["id"])
    return no_content()


@operation(
    "unpair_remote_engine",
    "DELETE",
    f"{PATH}/{{id}}/pairing",
    query={"keepOsgiDeployments": FLAG, "keepMicroserviceDeployments": FLAG},
    permission=PERMISSION,
)
def unpair_remote_engine(call: Call) -> Response:
    """Unpair an engine."""
    return unpair(call, call.account.get("remoteEngines", call.path["id"]))
