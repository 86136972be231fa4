"""Run profiles of engines, of clusters and of any runtime: creation, use and deletion."""

from __future__ import annotations

import httpx
import pytest
from runtimes import CLUSTERS, DEVELOPMENT, ENGINES, PIPELINE_ENGINES, cluster, engine, profile

from contract.watch import Watch
from talend_processing.simulator import Simulator


def test_duplicated_profiles_follow_an_engine_into_its_cluster(api: httpx.Client) -> None:
    one, farm = engine(api), cluster(api)
    assert profile(api, ENGINES, one["id"]).status_code == 201
    path = f"{CLUSTERS}/{farm['id']}"
    bad = api.put(
        f"{path}/engines/{one['id']}", json={"method": "CLUSTER_RUN_PROFILE", "runProfileId": "none"}
    )
    assert bad.status_code == 400
    assert (
        api.put(f"{path}/engines/{one['id']}", json={"method": "DUPLICATE_RUN_PROFILES"}).status_code == 204
    )
    (copy,) = api.get(f"{path}/run-profiles").json()
    assert (copy["name"], copy["processorType"]) == ("big", "REMOTE_ENGINE_CLUSTER")
    assert len(api.get(f"{ENGINES}/{one['id']}/run-profiles").json()) == 1


@pytest.mark.parametrize("parent", [ENGINES, CLUSTERS])
def test_a_run_profile_is_created_updated_and_deleted(
    api: httpx.Client, simulator: Simulator, parent: str
) -> None:
    owner = engine(api) if parent == ENGINES else cluster(api)
    response = profile(api, parent, owner["id"])
    assert response.status_code == 201
    made = response.json()
    assert made["version"] == 1
    assert made["scopeId"] == DEVELOPMENT
    assert made["processorId"] == made["runtimeId"] == owner["id"]
    assert made["type"] == made["runProfileType"] == "JOB_SERVER"
    assert profile(api, parent, owner["id"]).status_code == 409
    path = f"{parent}/{owner['id']}/run-profiles/{made['id']}"
    changed = api.put(path, json={"name": "bigger", "jvmArguments": [], "description": "d"}).json()
    assert (changed["name"], changed["jvmArguments"], changed["version"]) == ("bigger", [], 2)
    assert api.put(path, json={"name": "bigger"}).status_code == 400
    assert "description" not in api.put(path, json={"name": "bigger", "jvmArguments": []}).json()

    if parent == ENGINES:
        assert api.delete(path).status_code == 202
        assert api.get(path).status_code == 200
        simulator.advance(1)
    else:
        assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404
    assert api.delete(path).status_code == 404


def test_the_search_shows_a_pipeline_profile_like_any_other(
    strict: httpx.Client, simulator: Simulator
) -> None:
    simulator.switch("search_pipeline_profiles", "show")
    body = {"name": "gen2", "environmentId": DEVELOPMENT}
    owner = strict.post(PIPELINE_ENGINES, json=body).json()["id"]
    body = {"name": "heap", "jvmArguments": ["-Xmx1g"]}
    strict.post(f"{PIPELINE_ENGINES}/{owner}/run-profiles/data-integration", json=body)
    (found,) = strict.post("/processing/run-profiles/search", json={"offset": 0}).json()["items"]
    assert (found["processorId"], found["scopeId"], found["name"]) == (owner, DEVELOPMENT, "heap")
    assert not {"engineId", "definition", "jvmArguments"} & found.keys()


def test_a_generic_profile_in_use_is_not_deleted(strict: httpx.Client, simulator: Simulator) -> None:
    body = {"name": "used", "processorType": "DYNAMIC_ENGINE", "type": "JOB_SERVER", "jvmArguments": []}
    made = strict.post("/processing/run-profiles", json={**body, "scopeId": DEVELOPMENT}).json()
    seed = simulator.state()
    seed["tasks"][0]["runProfileId"] = made["id"]
    simulator.load(seed)
    response = strict.delete(f"/processing/run-profiles/{made['id']}")
    assert (response.status_code, response.json()["message"]) == (406, "Run Profile in used")
    assert strict.get(f"/processing/run-profiles/{made['id']}").status_code == 200


def test_a_deleted_profile_can_be_read_once_more(api: httpx.Client, simulator: Simulator) -> None:
    simulator.switch("profile_delete_delay", "next-read")
    owner = engine(api)
    made = profile(api, ENGINES, owner["id"]).json()
    path = f"{ENGINES}/{owner['id']}/run-profiles/{made['id']}"
    assert api.delete(path).status_code == 202
    assert [api.get(path).status_code, api.get(path).status_code] == [200, 404]


def test_a_profile_in_use_needs_a_replacement(api: httpx.Client, simulator: Simulator) -> None:
    owner = engine(api)
    used, other = (profile(api, ENGINES, owner["id"], name).json() for name in ("used", "other"))
    seed = simulator.state()
    seed["tasks"][0] |= {
        "runtime": {"type": "REMOTE_ENGINE", "id": owner["id"]},
        "runProfileId": used["id"],
    }
    simulator.load(seed)
    path = f"{ENGINES}/{owner['id']}/run-profiles/{used['id']}"
    refused = api.delete(path)
    assert refused.status_code == 409
    assert refused.text == "Run Profile is in use in some task configuration"
    assert api.delete(path, params={"newRunProfileId": "none"}).status_code == 400
    assert api.delete(path, params={"newRunProfileId": other["id"]}).status_code == 202
    assert simulator.state()["tasks"][0]["runProfileId"] == other["id"]


def test_children_of_a_missing_parent_are_not_found(api: httpx.Client) -> None:
    for parent in (ENGINES, CLUSTERS):
        assert api.get(f"{parent}/none/run-profiles").status_code == 404
        assert profile(api, parent, "none").status_code == 404


def test_a_profile_can_refer_to_the_uuid_of_its_runtime(api: httpx.Client, simulator: Simulator) -> None:
    simulator.switch("runtime_id_is", "uuid")
    owner = engine(api)
    assert profile(api, ENGINES, owner["id"]).status_code == 400
    body = {"name": "p", "type": "JOB_SERVER", "runtimeId": owner["runtimeId"], "jvmArguments": []}
    response = api.post(f"{ENGINES}/{owner['id']}/run-profiles", json=body)
    assert response.json()["runtimeId"] == owner["runtimeId"]


@pytest.mark.parametrize(("put", "kept"), [("drop", None), ("keep", "before")])
@pytest.mark.parametrize("parent", [ENGINES, CLUSTERS, PIPELINE_ENGINES])
def test_a_put_without_a_description_follows_the_switch(
    api: httpx.Client, simulator: Simulator, parent: str, put: str, kept: str | None
) -> None:
    simulator.switch("profile_put_omitted", put)
    path, body = _profile_with_a_description(api, parent)
    api.put(path, json=body).raise_for_status()
    assert api.get(path).json().get("description") == kept


@pytest.mark.parametrize("parent", [ENGINES, PIPELINE_ENGINES])
def test_unlisted_fields_are_part_of_the_state(
    api: httpx.Client, simulator: Simulator, contract_watch: Watch, parent: str
) -> None:
    for name, value in {"profile_new_members": "store", "unknown_fields": "ignore"}.items():
        simulator.switch(name, value)
    path, body = _profile_with_a_description(api, parent)
    api.put(path, json=body | {"pods": {"cpu": 2}}).raise_for_status()
    state, shown = simulator.state(), api.get(path).json()
    assert shown["pods"] == {"cpu": 2}
    simulator.load(state)
    assert api.get(path).json() == shown
    api.put(path, json=body).raise_for_status()
    assert "pods" not in api.get(path).json()
    violations = contract_watch.violations(wrong_requests=True)
    assert violations
    assert all("'pods' was unexpected" in one for one in violations)


def _profile_with_a_description(api: httpx.Client, parent: str) -> tuple[str, dict[str, object]]:
    """Create a run profile and return its path and a body without the description."""
    body: dict[str, object] = {"name": "heap", "jvmArguments": ["-Xmx1g"]}
    if parent == PIPELINE_ENGINES:
        owner = api.post(parent, json={"name": "gen2", "environmentId": DEVELOPMENT}).json()
        path = f"{parent}/{owner['id']}/run-profiles/data-integration"
        api.post(path, json=body | {"description": "before"}).raise_for_status()
        (made,) = api.get(f"{parent}/{owner['id']}/run-profiles").json()
        return f"{path}/{made['id']}", body
    owner = engine(api) if parent == ENGINES else cluster(api)
    path = f"{parent}/{owner['id']}/run-profiles"
    more = {"type": "JOB_SERVER", "runtimeId": owner["id"], "description": "before"}
    made = api.post(path, json=body | more).json()
    return f"{path}/{made['id']}", body
