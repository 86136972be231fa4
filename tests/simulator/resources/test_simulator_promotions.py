from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from talend_processing.simulator import Simulator

PROMOTION = "5b0000000000000000000001"
SHARED, FINANCE, PRODUCTION_SHARED = (f"5f000000000000000000000{n}" for n in (1, 2, 3))
CUSTOMERS, ORDERS, CLOSE_MONTH, FAILS = (f"5a000000000000000000000{n}" for n in (1, 2, 3, 4))
NIGHTLY = "9f0b1c5e-0000-4000-8000-000000000001"
RUNS = "/processing/executions/promotions"


def promote(api: httpx.Client, **rest: object) -> httpx.Response:
    return api.post(RUNS, json={"executable": PROMOTION, **rest})


def report_of(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()["executionReport"]
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
    answer = promote(strict, keepTargetResources=True, keepTargetRunProfiles=False, context="release 7")
    report = report_of(answer)
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
    assert strict.get(f"{RUNS}/{answer.json()['executionId']}").json() == report


def test_a_longer_one_answers_without_a_body(strict: httpx.Client, simulator: Simulator) -> None:
    change(simulator, seconds=60)
    answer = promote(strict)
    assert (answer.status_code, answer.content) == (202, b"")
    found = simulator.state()["promotionExecutions"][0]["id"]
    during = strict.get(f"{RUNS}/{found}").json()
    assert during["status"] == "PROMOTION_STARTED"
    assert "finishTimestamp" not in during
    assert promote(strict).status_code == 400
    simulator.advance(60)
    after = strict.get(f"{RUNS}/{found}").json()
    assert (after["status"], after["finishTimestamp"]) == ("PROMOTED", "2027-01-15T08:01:00.000Z")
    assert promote(strict).status_code == 202


def test_the_switch_lets_a_longer_one_answer_its_id(strict: httpx.Client, simulator: Simulator) -> None:
    change(simulator, seconds=60)
    simulator.switch("promotion_under_way", "201")
    assert report_of(promote(strict))["status"] == "PROMOTION_STARTED"


def test_the_switch_lets_the_answer_wait_for_the_end(strict: httpx.Client, simulator: Simulator) -> None:
    change(simulator, seconds=1800)
    simulator.switch("promotion_under_way", "wait")
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(promote, strict)
        while not simulator.state()["promotionExecutions"]:
            assert not answer.done()
        simulator.advance(1799)
        assert not answer.done()
        simulator.advance(1)
        assert report_of(answer.result(5))["status"] == "PROMOTED"
    assert [one["status"] for one in simulator.journal()] == [201]


@pytest.mark.parametrize("kind", ["drop-after", "error-after"])
def test_an_answer_that_waits_may_be_lost(api: httpx.Client, simulator: Simulator, kind: str) -> None:
    change(simulator, seconds=0.02)
    simulator.switch("promotion_under_way", "wait")
    simulator.fault("POST", RUNS, kind=kind)
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(promote, api)
        while not simulator.state()["promotionExecutions"]:
            assert not answer.done()
        simulator.advance(1)
        if kind == "drop-after":
            with pytest.raises(httpx.RemoteProtocolError):
                answer.result(5)
        else:
            assert answer.result(5).status_code == 502
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
def test_a_scope_that_is_not_there_is_refused(
    strict: httpx.Client, simulator: Simulator, advanced: dict[str, str], expected: int
) -> None:
    assert promote(strict, advanced=advanced).status_code == expected
    assert simulator.state()["promotionExecutions"] == []


def test_a_promotion_may_be_refused(strict: httpx.Client, simulator: Simulator) -> None:
    assert strict.post(RUNS, json={"executable": "none"}).status_code == 404
    assert strict.get(f"{RUNS}/none").status_code == 404
    change(simulator, defective=True)
    answer = promote(strict)
    assert (answer.status_code, answer.json()["message"]) == (
        501,
        "Promotions can't be executed because it has errors",
    )


def test_one_artifact_fails_on_demand(strict: httpx.Client, simulator: Simulator) -> None:
    simulator.fail(promotion=PROMOTION, artifact="load-orders", message="no such connection")
    report = report_of(promote(strict))
    assert (report["status"], report["statusMessage"]) == ("PROMOTION_FAILED", "no such connection")
    assert {name for name, status in lines(report).items() if status == "FAILED"} == {"load-orders"}
    assert report_of(promote(strict))["status"] == "PROMOTED"


def test_a_promotion_may_end_with_a_warning(strict: httpx.Client, simulator: Simulator) -> None:
    simulator.fail(promotion=PROMOTION, artifact=CUSTOMERS, outcome="warning", message="<change me>")
    report = report_of(promote(strict))
    assert report["status"] == "PROMOTION_WARNING"
    flow = report["workspaces"][0]["flows"][0]
    assert flow["promotionReport"]["messages"] == [{"info": "<change me>", "level": "WARN"}]


def test_a_seed_says_how_a_promotion_ends(strict: httpx.Client, simulator: Simulator) -> None:
    change(simulator, outcome="failure", message="target is locked")
    report = report_of(promote(strict))
    assert report["statusMessage"] == "target is locked"
    assert lines(report)["load-customers"] == "FAILED"
    assert lines(report)["nightly"] == "REPLACED"


def test_engines_and_clusters_are_in_the_report(strict: httpx.Client, simulator: Simulator) -> None:
    body = {"name": "etl", "environmentId": "5e0000000000000000000001", "workspaceId": SHARED}
    strict.post("/processing/runtimes/remote-engines", json=body)
    report = report_of(promote(strict))
    assert [(one["name"], one["type"]) for one in report["engines"]] == [("etl", "ENGINE")]
    assert report["clusters"] == []
    assert simulator.state()["promotionExecutions"][0]["status"] == "PROMOTED"


def test_a_state_with_a_promotion_under_way_goes_on_where_it_was(
    strict: httpx.Client, simulator: Simulator
) -> None:
    change(simulator, seconds=60)
    promote(strict)
    state = simulator.state()
    simulator.load(state)
    assert simulator.state() == state
    simulator.advance(60)
    found = simulator.state()["promotionExecutions"][0]
    assert strict.get(f"{RUNS}/{found['id']}").json()["status"] == "PROMOTED"
