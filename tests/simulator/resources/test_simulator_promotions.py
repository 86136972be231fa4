from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from runtimes import DEVELOPMENT, ENGINES, FINANCE, SHARED
from waiting import until

from contract.watch import Watch
from talend_processing.simulator import Simulator

PROMOTION = "5b0000000000000000000001"
PRODUCTION_SHARED = "5f0000000000000000000003"
CUSTOMERS, ORDERS, CLOSE_MONTH, FAILS = (f"5a000000000000000000000{n}" for n in (1, 2, 3, 4))
NIGHTLY = "9f0b1c5e-0000-4000-8000-000000000001"
RUNS = "/processing/executions/promotions"


def promote(api: httpx.Client, **rest: object) -> httpx.Response:
    return api.post(RUNS, json={"executable": PROMOTION, **rest})


def report_of(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()["executionReport"]
    return found


def change(simulator: Simulator, **changes: object) -> None:
    seed = simulator.state()
    seed["promotions"][0] |= changes
    simulator.load(seed)


def lines(report: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place in report["workspaces"]:
        for one in (place, *place["flows"], *place["plans"]):
            found[one["name"]] = one["promotionReport"]["status"]
    return found


def test_a_promotion_that_ends_at_once_is_reported(strict: httpx.Client) -> None:
    response = promote(strict, keepTargetResources=True, keepTargetRunProfiles=False, context="release 7")
    report = report_of(response)
    assert (report["status"], report["context"], report["userType"]) == ("PROMOTED", "release 7", "HUMAN")
    assert (report["keepTargetResources"], report["keepTargetRunProfiles"]) == (True, False)
    assert lines(report) == {
        "Shared": "REUSED",
        "load-customers": "REPLACED",
        "load-orders": "REPLACED",
        "nightly": "REPLACED",
        "Finance": "REUSED",
        "always-fails": "REPLACED",
        "breaks": "REPLACED",
    }
    assert strict.get(f"{RUNS}/{response.json()['executionId']}").json() == report


def test_a_longer_promotion_is_answered_without_a_body(strict: httpx.Client, simulator: Simulator) -> None:
    change(simulator, seconds=60)
    response = promote(strict)
    assert (response.status_code, response.content) == (202, b"")
    found = simulator.state()["promotionExecutions"][0]["id"]
    during = strict.get(f"{RUNS}/{found}").json()
    assert during["status"] == "PROMOTION_STARTED"
    assert "finishTimestamp" not in during
    assert promote(strict).status_code == 400
    simulator.advance(60)
    after = strict.get(f"{RUNS}/{found}").json()
    assert (after["status"], after["finishTimestamp"]) == ("PROMOTED", "2027-01-15T08:01:00.000Z")
    assert promote(strict).status_code == 202


def test_the_switch_refuses_a_second_promotion_with_409(
    api: httpx.Client, simulator: Simulator, contract_watch: Watch
) -> None:
    change(simulator, seconds=60)
    simulator.switch("promotion_conflict", 409)
    assert promote(api).status_code == 202
    answer = promote(api)
    assert (answer.status_code, "already running" in answer.json()["message"]) == (409, True)
    simulator.advance(60)
    assert promote(api).status_code == 202
    assert contract_watch.bugs() == []


def test_the_switch_returns_the_id_of_a_longer_promotion(strict: httpx.Client, simulator: Simulator) -> None:
    change(simulator, seconds=60)
    simulator.switch("promotion_under_way", "201")
    assert report_of(promote(strict))["status"] == "PROMOTION_STARTED"


def test_the_switch_delays_the_response_until_the_end(strict: httpx.Client, simulator: Simulator) -> None:
    change(simulator, seconds=1800)
    simulator.switch("promotion_under_way", "wait")
    with ThreadPoolExecutor(1) as threads:
        response = threads.submit(promote, strict)
        until(lambda: bool(simulator.state()["promotionExecutions"]))
        simulator.advance(1799)
        assert not response.done()
        simulator.advance(1)
        assert report_of(response.result(5))["status"] == "PROMOTED"
    assert [one["status"] for one in simulator.journal()] == [201]


@pytest.mark.parametrize("kind", ["drop-after", "error-after"])
def test_a_pending_response_can_be_lost(api: httpx.Client, simulator: Simulator, kind: str) -> None:
    change(simulator, seconds=0.02)
    simulator.switch("promotion_under_way", "wait")
    simulator.fault("POST", RUNS, kind=kind)
    with ThreadPoolExecutor(1) as threads:
        response = threads.submit(promote, api)
        until(lambda: bool(simulator.state()["promotionExecutions"]))
        simulator.advance(1)
        if kind == "drop-after":
            with pytest.raises(httpx.RemoteProtocolError):
                response.result(5)
        else:
            assert response.result(5).status_code == 502
    assert simulator.state()["promotionExecutions"][0]["status"] == "PROMOTED"


@pytest.mark.parametrize(
    ("kind", "wanted", "names"),
    [
        ("WORKSPACE", FINANCE, {"Finance", "always-fails", "breaks"}),
        ("FLOW", ORDERS, {"Shared", "load-orders"}),
        ("PLAN", NIGHTLY, {"Shared", "load-customers", "load-orders", "nightly"}),
    ],
)
def test_the_scope_can_be_narrowed(strict: httpx.Client, kind: str, wanted: str, names: set[str]) -> None:
    report = report_of(promote(strict, advanced={"artifactId": wanted, "artifactType": kind}))
    assert lines(report).keys() == names


@pytest.mark.parametrize(
    ("advanced", "expected"),
    [
        ({"artifactId": PRODUCTION_SHARED, "artifactType": "WORKSPACE"}, 404),
        ({"artifactId": CLOSE_MONTH, "artifactType": "FLOW"}, 404),
        ({"artifactId": "none", "artifactType": "PLAN"}, 404),
        ({"artifactId": "none", "artifactType": "ACTION"}, 404),
        ({"artifactId": SHARED}, 400),
        ({"artifactType": "FLOW"}, 400),
    ],
)
def test_a_missing_scope_is_rejected(
    strict: httpx.Client, simulator: Simulator, advanced: dict[str, str], expected: int
) -> None:
    assert promote(strict, advanced=advanced).status_code == expected
    assert simulator.state()["promotionExecutions"] == []


def test_a_promotion_can_be_refused(strict: httpx.Client, simulator: Simulator) -> None:
    assert strict.post(RUNS, json={"executable": "none"}).status_code == 404
    assert strict.get(f"{RUNS}/none").status_code == 404
    change(simulator, defective=True)
    response = promote(strict)
    assert (response.status_code, response.json()["message"]) == (
        501,
        "Promotions can't be executed because it has errors",
    )


def test_one_artifact_fails_on_demand(strict: httpx.Client, simulator: Simulator) -> None:
    simulator.fail(promotion=PROMOTION, artifact="load-orders", message="no such connection")
    report = report_of(promote(strict))
    assert (report["status"], report["statusMessage"]) == ("PROMOTION_FAILED", "no such connection")
    assert {name for name, status in lines(report).items() if status == "FAILED"} == {"load-orders"}
    assert report_of(promote(strict))["status"] == "PROMOTED"


def test_a_promotion_can_end_with_a_warning(strict: httpx.Client, simulator: Simulator) -> None:
    simulator.fail(promotion=PROMOTION, artifact=CUSTOMERS, outcome="warning", message="<change me>")
    report = report_of(promote(strict))
    assert report["status"] == "PROMOTION_WARNING"
    flow = report["workspaces"][0]["flows"][0]
    assert flow["promotionReport"]["messages"] == [{"info": "<change me>", "level": "WARN"}]


def test_a_seed_sets_the_outcome_of_a_promotion(strict: httpx.Client, simulator: Simulator) -> None:
    change(simulator, outcome="failure", message="target is locked")
    report = report_of(promote(strict))
    assert report["statusMessage"] == "target is locked"
    assert lines(report)["load-customers"] == "FAILED"
    assert lines(report)["nightly"] == "REPLACED"


def test_engines_and_clusters_are_in_the_report(strict: httpx.Client, simulator: Simulator) -> None:
    body = {"name": "etl", "environmentId": DEVELOPMENT, "workspaceId": SHARED}
    strict.post(ENGINES, json=body)
    report = report_of(promote(strict))
    assert [(one["name"], one["type"]) for one in report["engines"]] == [("etl", "ENGINE")]
    assert report["clusters"] == []
    assert simulator.state()["promotionExecutions"][0]["status"] == "PROMOTED"


def test_a_loaded_state_continues_a_running_promotion(strict: httpx.Client, simulator: Simulator) -> None:
    change(simulator, seconds=60)
    promote(strict)
    state = simulator.state()
    simulator.load(state)
    assert simulator.state() == state
    simulator.advance(60)
    found = simulator.state()["promotionExecutions"][0]
    assert strict.get(f"{RUNS}/{found['id']}").json()["status"] == "PROMOTED"
