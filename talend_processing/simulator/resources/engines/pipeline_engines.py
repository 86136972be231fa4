"""Pipeline Engines, called Remote Engine Gen2 in the reference."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account, resource
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Record, Response, created, json_response, no_content
from talend_processing.simulator.http.validation import FLAG, NAME, TEXT, Shape
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
from talend_processing.simulator.resources.listing import RUNTIME_FIELDS

_PATH = "/processing/runtimes/pipeline-engines"
_ENGINE_REQUEST = Shape({"name": NAME, "environmentId": NAME}, {"workspaceId": NAME, "description": TEXT})
_SEARCH_FIELDS = (*RUNTIME_FIELDS, "status", "cloudRunner", "runStatus")


@resource(
    "pipelineEngines",
    "Pipeline engine",
    Shape(
        {"name": NAME, "workspaceId": NAME},
        {**SEED_FIELDS, "runStatus": NAME, "cloudRunner": FLAG},
    ),
    order=13,
)
def fill_defaults(account: Account, seed_engine: Record) -> Record:
    """Fill in the defaults of a Pipeline Engine in a seed."""
    return fill_engine_defaults(account, {"cloudRunner": False, **seed_engine}, "pipeline engine")


@operation(
    "list_pipeline_engines",
    "GET",
    _PATH,
    query={"query": TEXT},
    permission=PERMISSION,
    or_permission=READ_PERMISSION,
)
def list_pipeline_engines(call: Call) -> Response:
    """Return an array of the Pipeline Engines that match the query."""
    return list_engines(call, "pipelineEngines", _SEARCH_FIELDS)


@operation("create_pipeline_engine", "POST", _PATH, body=_ENGINE_REQUEST, permission=PERMISSION)
def create_pipeline_engine(call: Call) -> Response:
    """Create an unpaired engine."""
    engine: Record = {**new_engine(call, "pipelineEngines"), "cloudRunner": False}
    call.account.table("pipelineEngines")[engine["id"]] = engine
    return created(to_api(call.account, engine))


@operation(
    "get_pipeline_engine",
    "GET",
    f"{_PATH}/{{engineId}}",
    permission=PERMISSION,
    or_permission=READ_PERMISSION,
)
def get_pipeline_engine(call: Call) -> Response:
    """Return an engine."""
    return json_response(to_api(call.account, call.account.get("pipelineEngines", call.path["engineId"])))


@operation("delete_pipeline_engine", "DELETE", f"{_PATH}/{{engineId}}", permission=PERMISSION)
def delete_pipeline_engine(call: Call) -> Response:
    """Delete an engine and its run profiles."""
    account = call.account
    engine = account.get("pipelineEngines", call.path["engineId"])
    require_deletable(account, engine)
    del account.table("pipelineEngines")[engine["id"]]
    profiles = account.table("pipelineRunProfiles")
    for profile in list(profiles.values()):
        if profile["engineId"] == engine["id"]:
            del profiles[profile["id"]]
    return no_content()


@operation("unpair_pipeline_engine", "DELETE", f"{_PATH}/{{engineId}}/pairing", permission=PERMISSION)
def unpair_pipeline_engine(call: Call) -> Response:
    """Unpair an engine."""
    return unpair(call, call.account.get("pipelineEngines", call.path["engineId"]))
