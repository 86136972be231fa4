"""Code shared by Remote Engines and Pipeline Engines: creation, pairing, and the checks before deletion."""

from __future__ import annotations

from collections.abc import Collection

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.http.operations import Call
from talend_processing.simulator.http.responses import (
    ApiError,
    Record,
    Response,
    bad_request,
    conflict,
    json_response,
    text_response,
)
from talend_processing.simulator.http.validation import DATE_TIME, FLAG, NAME, TEXT, Text, ValueType, fields
from talend_processing.simulator.resources.listing import (
    record_creation,
    same_name,
    search,
    visible_in_list,
)
from talend_processing.simulator.resources.workspaces import environment_of, resolve_workspace, workspace_info

PERMISSION = "TMC_CLUSTER_MANAGEMENT"
READ_PERMISSION = "TMC_ENGINE_USE"
_TABLES = ("remoteEngines", "pipelineEngines")
SEED_FIELDS: dict[str, ValueType] = {
    **fields("id runtimeId preAuthorizedKey", NAME),
    **fields("createDate updateDate", DATE_TIME),
    "description": TEXT,
    "status": Text(("PAIRED", "NOT_PAIRED")),
    "availability": Text(("AVAILABLE", "NOT_AVAILABLE", "RETIRED")),
    "managed": FLAG,
}
"""The optional fields of an engine in a seed."""
_UNPAIRED = "Engine unpaired"
_VERSION = "2.13.9"
_HOST = "10.0.0.7"
"""The `version` and `debug.host` that pairing can set (switches `engine_version` and `debug_host`)."""


def new_engine(call: Call, table: str) -> Record:
    """Return a new, unpaired engine for the caller to store, or raise an API error."""
    account, body = call.account, call.body
    engine_count = sum(len(account.table(name)) for name in _TABLES)
    max_engines = account.switches["engine_tokens"]
    if isinstance(max_engines, int | float) and engine_count >= max_engines:
        raise ApiError(
            int(str(account.switches["engine_tokens_status"])), "No engine token is left in the account"
        )
    workspace_id = resolve_workspace(account, body)
    if account.switches["duplicate_engine_names"] == "refuse":
        for other in account.table(table).values():
            same_environment = environment_of(account, other["workspaceId"]) == body["environmentId"]
            if same_environment and same_name(account, other["name"], body["name"]):
                raise bad_request("name: an engine of the environment has this name", f"engine {other['id']}")
    engine: Record = {
        "id": account.hex_id(),
        "name": body["name"],
        **({"description": body["description"]} if "description" in body else {}),
        "workspaceId": workspace_id,
        "createDate": account.stamp(),
        "updateDate": account.stamp(),
        "runtimeId": account.uuid(),
        "managed": False,
    }
    return record_creation(account, mark_unpaired(account, engine))


def to_api(account: Account, engine: Record) -> Record:
    """Return the engine in the reference's schema Engine or PipelineEngine."""
    api_engine = {name: value for name, value in engine.items() if name != "workspaceId"}
    api_engine["workspace"] = workspace_info(account, engine["workspaceId"])
    return api_engine


def list_engines(call: Call, table: str, query_fields: Collection[str]) -> Response:
    """Return an array of the engines in the table that match the query."""
    account = call.account
    visible = visible_in_list(account, account.table(table).values())
    engines = [to_api(account, engine) for engine in visible]
    if account.switches["engine_list_key"] == "omit":
        for engine in engines:
            engine.pop("preAuthorizedKey", None)
    return json_response(search(call, engines, "query", query_fields))


def fill_engine_defaults(account: Account, seed_engine: Record, title: str) -> Record:
    """Fill in the defaults of an engine in a seed. `title` is the word for the engine in errors."""
    account.referenced("workspaces", seed_engine["workspaceId"], f"{title} {seed_engine['name']}")
    engine: Record = {
        "id": seed_engine.get("id") or account.hex_id(),
        "createDate": account.stamp(),
        "runtimeId": account.uuid(),
        "managed": False,
        **seed_engine,
    }
    if engine.get("status") != "PAIRED":
        return mark_unpaired(account, engine)
    engine.setdefault("availability", "AVAILABLE")
    return engine


def mark_unpaired(account: Account, engine: Record) -> Record:
    """Mark an engine as unpaired, with a new key unless it has one."""
    engine["status"] = "NOT_PAIRED"
    engine["availability"] = "NOT_AVAILABLE"
    engine.pop("version", None)  # it belongs to the installation that was paired
    engine.setdefault("preAuthorizedKey", account.random_key())
    return engine


def pair(account: Account, engine_id: str) -> None:
    """Pair an engine, as if it had been started with its key, and remove the key."""
    engine = next((engine for name in _TABLES if (engine := account.table(name).get(engine_id))), None)
    if engine is None:
        raise KeyError(f"no engine has the id {engine_id}")
    engine.pop("preAuthorizedKey", None)
    engine.update(status="PAIRED", availability="AVAILABLE", updateDate=account.stamp())
    if engine_id not in account.table("remoteEngines"):
        return
    if account.switches["engine_version"] == "show":
        engine.setdefault("version", _VERSION)
    if account.switches["debug_host"] == "fill":
        engine["debug"] = {"host": _HOST} | engine.get("debug", {})


def unpair(call: Call, engine: Record) -> Response:
    """Unpair an engine and give it a new key. As in the reference, the response is a string."""
    switches = call.account.switches
    call.require_text_accepted("unpair_json_accept", "unpairing")
    if engine["status"] != "PAIRED" and switches["unpair_unpaired"] == "refuse":
        raise bad_request("The engine is not paired")
    engine.pop("preAuthorizedKey", None)
    mark_unpaired(call.account, engine)["updateDate"] = call.account.stamp()
    return text_response(engine["preAuthorizedKey"] if switches["unpair_string"] == "key" else _UNPAIRED)


def require_deletable(account: Account, engine: Record) -> None:
    """Raise a 409 if the engine is in a state that prevents its deletion."""
    protected_states = account.switches["engine_delete_conflict"]
    if protected_states in {"both", "in_cluster"} and engine.get("clusterId"):
        raise conflict("The engine is in a cluster", f"remove it from cluster {engine['clusterId']} first")
    if protected_states in {"both", "paired"} and engine["status"] == "PAIRED":
        raise conflict("The engine is paired", "unpair it first")
