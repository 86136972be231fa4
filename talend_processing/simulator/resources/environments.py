"""Environments."""

from __future__ import annotations

from talend_processing.simulator.account.account import Account, resource
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Record, Response, json_response
from talend_processing.simulator.http.validation import FLAG, NAME, TEXT, Shape
from talend_processing.simulator.resources.listing import search


@resource(
    "environments",
    "Environment",
    Shape({"name": NAME}, {"id": NAME, "description": TEXT, "default": FLAG}),
    order=0,
)
def fill_defaults(account: Account, environment: Record) -> Record:
    """Fill in the defaults of an environment in a seed."""
    return {"id": environment.get("id") or account.hex_id(), "default": False, **environment}


def environment_info(account: Account, environment_id: str) -> Record:
    """Return an environment without its description, as other objects contain it (EnvironmentInfo)."""
    return {
        name: value
        for name, value in account.table("environments")[environment_id].items()
        if name != "description"
    }


@operation(
    "list_environments",
    "GET",
    "/orchestration/environments",
    query={"query": TEXT},
    permission="TMC_ENVIRONMENT_MANAGEMENT",
    supporting=True,
)
def list_environments(call: Call) -> Response:
    """Return an array of the environments that match the query."""
    environments = list(call.account.table("environments").values())
    return json_response(search(call, environments, "query", ("id", "name", "description", "default")))
