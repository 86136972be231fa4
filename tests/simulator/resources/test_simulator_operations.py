"""Every operation conforms to the contract, succeeds, and rejects invalid requests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from contract import document, operations, reference_operations
from contract.account import create_objects
from talend_processing.simulator import DEFAULT_SEED, OPERATIONS, Simulator
from talend_processing.simulator.http.operations import Operation
from talend_processing.simulator.http.validation import Shape

PROMOTION = "5b0000000000000000000001"
WITH_BODY = [one for one in OPERATIONS if isinstance(one.body, Shape)]
WITH_PATH = [one for one in OPERATIONS if "{" in one.path]


def named(one: Operation) -> str:
    return one.id


def path_of(one: Operation, value: str = "none") -> str:
    return re.sub(r"\{[^}]+\}", value, one.path.replace("{type}", "standard"))


def test_exactly_the_operations_of_the_contract_are_served() -> None:
    served = {(one.method, one.path): one for one in OPERATIONS}
    expected = {(one.method, one.path): one for one in operations()}
    assert _shapes(served) == _shapes(expected)
    assert len(reference_operations()) == 65
    assert _shapes(dict.fromkeys(reference_operations())) == _shapes(
        {key: one for key, one in served.items() if not one.supporting}
    )


def _shapes(found: Mapping[tuple[str, str], object]) -> set[tuple[str, str]]:
    """Return methods and paths without the names of path variables, which differ in the reference."""
    return {(method, re.sub(r"\{[^}]+\}", "{}", path)) for method, path in found}


def test_the_permissions_match_the_contract() -> None:
    paths: Any = document()["paths"]
    expected = {
        (one.method, one.path): set(paths[one.path][one.method.lower()]["x-permission"])
        for one in operations()
    }
    served = {(one.method, one.path): {one.permission, one.or_permission} - {None} for one in OPERATIONS}
    assert served == {key: expected[key] for key in served}


def test_every_operation_succeeds(strict: httpx.Client, simulator: Simulator, seen: Counter[str]) -> None:
    chosen = {one.id for one in operations()}
    known = create_objects(strict, {"promotion": PROMOTION}, chosen)
    basic = httpx.BasicAuth("robot", "hidden")
    strict.post("/security/oauth/token", auth=basic, json={"grant_type": "client_credentials"})
    _read_everything(strict, known)
    _change_everything(strict, known)
    _run_everything(strict, simulator, known)
    _delete_everything(strict, simulator, known)
    failed = [one for one in simulator.journal() if one["status"] not in {200, 201, 202, 204}]
    assert failed == []
    assert seen.keys() == chosen


def _ok(response: httpx.Response) -> Any:
    assert response.is_success, f"{response.request.method} {response.request.url}: {response.text}"
    return response.json() if response.headers.get("content-type") == "application/json" else None


def _read_everything(api: httpx.Client, known: dict[str, str]) -> None:
    for noun in ("engine", "cluster", "pipelineEngine"):
        base = _runtime(noun, known)
        _ok(api.get(base.rpartition("/")[0]))
        _ok(api.get(base))
        _ok(api.get(f"{base}/run-profiles"))
    for noun, profile in (("engine", "engineProfile"), ("cluster", "clusterProfile")):
        _ok(api.get(f"{_runtime(noun, known)}/run-profiles/{known[profile]}"))
    for kind, found in _pipeline_profiles(api, known).items():
        _ok(api.get(f"{_runtime('pipelineEngine', known)}/run-profiles/{kind}/{found}"))
    _ok(api.get(f"/processing/run-profiles/{known['runProfile']}"))
    _ok(api.post("/processing/run-profiles/search", json={"offset": 0}))
    _ok(api.get("/processing/engines/cloud/jvm/rollback"))
    _ok(api.get("/orchestration/environments"))


def _runtime(noun: str, known: dict[str, str]) -> str:
    folder = {
        "engine": "remote-engines",
        "cluster": "remote-engine-clusters",
        "pipelineEngine": "pipeline-engines",
    }
    return f"/processing/runtimes/{folder[noun]}/{known[noun]}"


def _pipeline_profiles(api: httpx.Client, known: dict[str, str]) -> dict[str, str]:
    listed = _ok(api.get(f"{_runtime('pipelineEngine', known)}/run-profiles"))
    return {one["type"]: one["id"] for one in listed}


def _change_everything(api: httpx.Client, known: dict[str, str]) -> None:
    named = {"name": "renamed", "jvmArguments": ["-Xmx1g"]}
    _ok(api.put(f"{_runtime('engine', known)}/run-profiles/{known['engineProfile']}", json=named))
    _ok(api.put(f"{_runtime('cluster', known)}/run-profiles/{known['clusterProfile']}", json=named))
    _ok(api.put(f"/processing/run-profiles/{known['runProfile']}", json=named))
    _ok(api.put("/processing/engines/cloud/jvm/rollback", json={"jobJvmRollback": True}))
    base = f"{_runtime('pipelineEngine', known)}/run-profiles"
    for kind, found in _pipeline_profiles(api, known).items():
        was = _ok(api.get(f"{base}/{kind}/{found}"))
        asked = next(
            one.body
            for one in OPERATIONS
            if one.method == "PUT" and one.path.endswith(f"/{kind}/{{runProfileId}}")
        )
        assert isinstance(asked, Shape)
        body = {key: was[key] for key in (*asked.required, *asked.optional) if key in was}
        _ok(api.put(f"{base}/{kind}/{found}", json={**body, "name": "renamed"}))


def _run_everything(api: httpx.Client, simulator: Simulator, known: dict[str, str]) -> None:
    tasks, plans = "/processing/executables/tasks", "/processing/executables/plans"
    task, plan = f"/processing/executions/{known['taskExecution']}", known["planExecution"]
    _ok(api.get(task))
    _ok(api.delete(task))
    for path in (tasks, plans):
        _ok(api.get(f"{path}/executions"))
    _ok(api.post(f"{tasks}/executions", json={"tags": []}))
    _ok(api.get(f"{tasks}/{known['task']}/executions"))
    _ok(api.get(f"{plans}/{known['plan']}/executions"))
    _ok(api.get(f"/processing/executions/plans/{plan}"))
    _ok(api.get(f"/processing/executions/plans/{plan}/steps/{known['step']}"))
    breaks = DEFAULT_SEED["plans"][1]["id"]
    failed = _ok(api.post("/processing/executions/plans", json={"executable": breaks}))["executionId"]
    simulator.advance(1)
    steps = _ok(api.get(f"/processing/executions/plans/{failed}/steps"))
    handler = f"/processing/executions/plans/{failed}/steps/{steps[1]['executionId']}/error-handler"
    _ok(api.get(handler))
    _ok(api.get(f"/processing/executions/promotions/{known['promotionExecution']}"))


def _delete_everything(api: httpx.Client, simulator: Simulator, known: dict[str, str]) -> None:
    cluster, engine, pipeline = (_runtime(one, known) for one in ("cluster", "engine", "pipelineEngine"))
    _ok(api.delete(f"{cluster}/engines/{known['engine']}"))
    _ok(api.put(f"{cluster}/engines/{known['engine']}"))
    _ok(api.delete(f"{cluster}/engines/{known['engine']}"))
    _ok(api.delete(f"{cluster}/run-profiles/{known['clusterProfile']}"))
    _ok(api.delete(f"{engine}/run-profiles/{known['engineProfile']}"))
    _ok(api.delete(f"/processing/run-profiles/{known['runProfile']}"))
    for kind, found in _pipeline_profiles(api, known).items():
        _ok(api.delete(f"{pipeline}/run-profiles/{kind}/{found}"))
    for base in (engine, pipeline):
        simulator.pair(base.rpartition("/")[2])
        _ok(api.delete(f"{base}/pairing"))
    for base in (cluster, engine, pipeline):
        _ok(api.delete(base))


@pytest.mark.parametrize("one", WITH_BODY, ids=named)
def test_an_invalid_body_is_rejected(api: httpx.Client, one: Operation) -> None:
    if one.public:
        api.auth = httpx.BasicAuth("robot", "hidden")
    assert isinstance(one.body, Shape)
    for body, reason in (
        ([], "body: must be an object, was array"),
        ({"colour": 1}, "unrecognized field: colour"),
        (dict.fromkeys([*one.body.required, *one.body.optional]), "was null"),
    ):
        response = api.request(one.method, path_of(one), json=body)
        assert response.status_code == 400, reason
        assert reason in response.json()["message"]
        assert response.json().keys() >= {"status", "message", "details", "code", "requestId"}
    for missing in one.body.required:
        response = api.request(one.method, path_of(one), json={})
        assert f"missing required field: {missing}" in response.json()["details"]


@pytest.mark.parametrize("one", OPERATIONS, ids=named)
def test_an_invalid_query_is_rejected(api: httpx.Client, one: Operation) -> None:
    response = api.request(one.method, path_of(one), params={"colour": "red"})
    assert (response.status_code, response.json()["message"]) == (400, "unknown query parameter: colour")


@pytest.mark.parametrize("one", [one for one in OPERATIONS if not one.public], ids=named)
def test_no_operation_is_served_without_a_token(simulator: Simulator, one: Operation) -> None:
    response = httpx.request(one.method, simulator.url + path_of(one), trust_env=False)
    assert (response.status_code, response.json()["status"]) == (401, 401)


@pytest.mark.parametrize("one", [one for one in OPERATIONS if one.permission], ids=named)
def test_a_permission_is_required(api: httpx.Client, simulator: Simulator, one: Operation) -> None:
    simulator.load({"tokens": [{"token": "made-up", "permissions": []}]})
    response = api.request(one.method, path_of(one))
    assert response.status_code == 403
    assert one.permission is not None
    assert one.permission in response.json()["details"]


@pytest.mark.parametrize("one", [one for one in WITH_PATH if one.body is None], ids=named)
def test_a_missing_object_is_404(api: httpx.Client, one: Operation) -> None:
    response = api.request(one.method, path_of(one))
    assert response.status_code == 404
    assert "none" in response.json()["details"]


@pytest.mark.parametrize("one", [one for one in WITH_PATH if one.body is not None], ids=named)
def test_a_missing_object_with_a_valid_body_is_404(strict: httpx.Client, one: Operation) -> None:
    assert one.body is not None
    response = strict.request(one.method, path_of(one), json=_least(one.body.schema()))
    assert response.status_code == 404


def _least(schema: Mapping[str, Any]) -> Any:
    """Return the smallest valid value."""
    if schema["type"] == "object":
        return {name: _least(schema["properties"][name]) for name in schema.get("required", ())}
    of_kind = {"array": [], "integer": max(1, schema.get("minimum", 1)), "boolean": True, "string": "none"}
    return schema.get("enum", [of_kind[schema["type"]]])[0]
