"""Engines, clusters and the setting of Cloud Engines: creation, pairing, membership and deletion."""

from __future__ import annotations

import re

import httpx
import pytest
from runtimes import (
    CLUSTERS,
    DEVELOPMENT,
    ENGINES,
    FINANCE,
    PIPELINE_ENGINES,
    PRODUCTION,
    SHARED,
    cluster,
    engine,
    profile,
)

from talend_processing.simulator import Simulator


def test_a_new_engine_waits_to_be_paired_in_the_shared_workspace(api: httpx.Client) -> None:
    made = engine(api, description="ETL", debug={"host": "h"})
    assert re.fullmatch("[0-9a-f]{24}", str(made["id"]))
    assert re.fullmatch("[0-9A-F]{64}", str(made["preAuthorizedKey"]))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(made["createDate"]))
    assert (made["status"], made["availability"]) == ("NOT_PAIRED", "NOT_AVAILABLE")
    assert made["runProfiles"] == ["JOB_SERVER"]
    workspace = made["workspace"]
    assert workspace["id"] == SHARED
    assert workspace["environment"]["name"] == "development"
    assert api.get(f"{ENGINES}/{made['id']}").json() == made
    assert api.get(ENGINES).json() == [made]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"environmentId": DEVELOPMENT}, "missing required field: name"),
        ({"name": "a", "environmentId": DEVELOPMENT, "colour": 1}, "unrecognized field: colour"),
        ({"name": 1, "environmentId": DEVELOPMENT}, "name: must be a string, was integer"),
        ({"name": " ", "environmentId": DEVELOPMENT}, "name: must not be blank"),
        ({"name": "a", "environmentId": "x"}, "environmentId: no such environment"),
        (
            {"name": "a", "environmentId": PRODUCTION, "workspaceId": SHARED},
            "workspaceId: the workspace is in",
        ),
        ({"name": "a", "environmentId": DEVELOPMENT, "runProfiles": ["X"]}, "runProfiles[0]: must be one of"),
        ({"name": "a", "environmentId": DEVELOPMENT, "debug": {}}, "missing required field: debug.host"),
        (
            {"name": "a", "environmentId": DEVELOPMENT, "runProfiles": ["MICROSERVICE"]},
            "missing required field: esbCompatibilityVersion",
        ),
        ([], "body: must be an object, was array"),
    ],
)
def test_errors_name_the_invalid_fields_of_a_body(api: httpx.Client, body: object, message: str) -> None:
    response = api.post(ENGINES, json=body)
    assert response.status_code == 400
    assert response.json()["message"].startswith(message)
    assert {"status", "message", "details", "code", "requestId"} >= set(response.json())
    assert api.get(ENGINES).json() == []


def test_pairing_uses_up_the_key_and_unpairing_creates_a_new_one(
    api: httpx.Client, simulator: Simulator
) -> None:
    made = engine(api)
    path = f"{ENGINES}/{made['id']}"
    simulator.pair(str(made["id"]))
    paired = api.get(path).json()
    assert paired["status"] == "PAIRED"
    assert paired["availability"] == "AVAILABLE"
    assert "preAuthorizedKey" not in paired

    assert api.delete(f"{path}/pairing", headers={"Accept": "application/json"}).status_code == 406
    response = api.delete(f"{path}/pairing", params={"keepOsgiDeployments": "true"})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    again = api.get(path).json()
    assert again["id"] == made["id"]
    assert again["preAuthorizedKey"] != made["preAuthorizedKey"]


@pytest.mark.parametrize(
    ("rule", "paired", "in_cluster"),
    [("never", 204, 204), ("paired", 409, 204), ("in_cluster", 204, 409), ("both", 409, 409)],
)
def test_conflicts_prevent_the_deletion_of_an_engine(
    api: httpx.Client, simulator: Simulator, rule: str, paired: int, in_cluster: int
) -> None:
    simulator.switch("engine_delete_conflict", rule)
    one, other = engine(api, "one"), engine(api, "other")
    simulator.pair(str(one["id"]))
    cluster(api, other["id"])
    assert api.delete(f"{ENGINES}/{one['id']}").status_code == paired
    assert api.delete(f"{ENGINES}/{other['id']}").status_code == in_cluster


def test_a_cluster_moves_its_engines_to_its_workspace(api: httpx.Client) -> None:
    one, two = engine(api, "one"), engine(api, "two")
    made = cluster(api, one["id"])
    path = f"{CLUSTERS}/{made['id']}"
    assert made["engines"] == [one["id"]]
    assert api.put(f"{path}/engines/{two['id']}").status_code == 204
    assert api.get(path).json()["engines"] == [one["id"], two["id"]]
    moved = api.get(f"{ENGINES}/{two['id']}").json()
    assert moved["clusterId"] == made["id"]
    assert moved["workspace"]["id"] == FINANCE
    assert "engines" not in api.get(CLUSTERS).json()[0]

    assert api.delete(f"{path}/engines/{two['id']}").status_code == 204
    assert api.delete(f"{path}/engines/{two['id']}").status_code == 404
    assert "clusterId" not in api.get(f"{ENGINES}/{two['id']}").json()
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404
    assert "clusterId" not in api.get(f"{ENGINES}/{one['id']}").json()


def test_an_engine_joins_only_one_cluster_of_its_environment(api: httpx.Client) -> None:
    one = engine(api)
    first, second = cluster(api, one["id"]), cluster(api, name="second")
    assert api.put(f"{CLUSTERS}/{second['id']}/engines/{one['id']}").status_code == 409
    assert api.put(f"{CLUSTERS}/{first['id']}/engines/{one['id']}").status_code == 204
    abroad = engine(api, "abroad", environmentId=PRODUCTION)
    assert api.put(f"{CLUSTERS}/{first['id']}/engines/{abroad['id']}").status_code == 409
    assert api.put(f"{CLUSTERS}/{first['id']}/engines/none").status_code == 404
    assert api.put(f"{CLUSTERS}/none/engines/{one['id']}").status_code == 404


def test_a_paired_pipeline_engine_is_not_deleted_unless_the_account_allows_it(
    strict: httpx.Client, simulator: Simulator
) -> None:
    body = {"name": "gen2", "environmentId": DEVELOPMENT}
    made = str(strict.post(PIPELINE_ENGINES, json=body).json()["id"])
    simulator.pair(made)
    assert strict.delete(f"{PIPELINE_ENGINES}/{made}").status_code == 409
    simulator.switch("engine_delete_conflict", "never")
    assert strict.delete(f"{PIPELINE_ENGINES}/{made}").status_code == 204


def test_deleting_an_engine_deletes_its_profiles_and_pauses_its_tasks(
    api: httpx.Client, simulator: Simulator
) -> None:
    owner = engine(api)
    profile(api, ENGINES, owner["id"])
    seed = simulator.state()
    seed["tasks"][0]["runtime"] = {"type": "REMOTE_ENGINE", "id": owner["id"]}
    simulator.load(seed)
    assert api.delete(f"{ENGINES}/{owner['id']}").status_code == 204
    state = simulator.state()
    assert state["runProfiles"] == []
    assert state["tasks"][0]["paused"]
    assert state["tasks"][0]["runtime"] == {"type": "CLOUD"}


def test_engines_are_refused_without_an_engine_token(api: httpx.Client, simulator: Simulator) -> None:
    simulator.switch("engine_tokens", 1)
    engine(api)
    response = api.post(ENGINES, json={"name": "two", "environmentId": DEVELOPMENT})
    assert response.status_code == 400
    assert "token" in response.json()["message"]


def test_the_rollback_setting_can_be_read_and_changed(api: httpx.Client) -> None:
    path = "/processing/engines/cloud/jvm/rollback"
    assert api.get(path).json() == {"jobJvmRollback": False}
    assert api.put(path, json={"jobJvmRollback": True}).status_code == 204
    assert api.get(path).json() == {"jobJvmRollback": True}
    assert api.put(path, json={"jobJvmRollback": "yes"}).status_code == 400


def test_an_engine_that_pairs_shows_its_version_and_host_if_the_switches_say_so(
    api: httpx.Client, simulator: Simulator
) -> None:
    older, declared, newer = (engine(api, name)["id"] for name in ("older", "declared", "newer"))
    simulator.pair(older)
    simulator.switch_all({"engine_version": "show", "debug_host": "fill"})
    state = simulator.state()
    next(one for one in state["remoteEngines"] if one["id"] == declared)["debug"] = {"host": "h"}
    simulator.load(state)
    for one in (declared, newer):
        simulator.pair(one)
    shown = {
        one["name"]: (one.get("version"), one.get("debug")) for one in simulator.state()["remoteEngines"]
    }
    assert shown["older"] == (None, None)
    assert shown["declared"] == ("2.13.9", {"host": "h"})
    assert shown["newer"] == ("2.13.9", {"host": "10.0.0.7"})
