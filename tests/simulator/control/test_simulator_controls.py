"""The controls of a simulator: switches, faults, the clock and outcomes, in the process and over HTTP."""

from __future__ import annotations

import inspect
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from waiting import until

from talend_processing.simulator import (
    DEFAULT_SEED,
    SWITCHES,
    Simulator,
    SimulatorControl,
    SimulatorControlError,
)
from talend_processing.simulator.control.control_routes import ROUTES

DEVELOPMENT = "5e0000000000000000000001"
TASK, PROMOTION = "5a0000000000000000000001", "5b0000000000000000000001"
PLAN = "9f0b1c5e-0000-4000-8000-000000000001"
ENGINES = "/processing/runtimes/remote-engines"
BODY = {"name": "etl", "environmentId": DEVELOPMENT}


def methods(cls: type) -> dict[str, inspect.Signature]:
    found = inspect.getmembers(cls, inspect.isfunction)
    return {name: inspect.signature(one) for name, one in found if not name.startswith("_")}


def test_a_running_simulator_is_controlled_by_the_same_methods() -> None:
    here, there = methods(Simulator), methods(SimulatorControl)
    assert here.keys() - {"start", "stop"} == there.keys()
    for name, signature in there.items():
        assert signature == here[name], name


def test_every_control_has_a_route() -> None:
    assert {route.control for route in ROUTES} == methods(SimulatorControl).keys() - {"switch"}


def test_the_controls_work_over_http(api: httpx.Client, simulator: Simulator) -> None:
    control = SimulatorControl(simulator.url)
    made = api.post(ENGINES, json=BODY).json()
    control.pair(made["id"])
    assert control.state()["remoteEngines"][0]["status"] == "PAIRED"
    control.switch("retry_after", 5)
    assert control.switches()["retry_after"] == 5
    control.fault("GET", ENGINES, kind="status", status=500)
    assert control.faults()[0]["kind"] == "status"
    control.clear_faults()
    assert control.faults() == []
    control.release()
    control.rate_limit(1)
    control.rate_limit(None)
    control.latency(0)
    control.advance(3600)
    assert len(control.journal()) == 1
    control.clear_journal()
    control.load({"environments": [{"name": "only"}]})
    assert [one["name"] for one in simulator.state()["environments"]] == ["only"]
    control.reset()
    assert len(simulator.state()["environments"]) == 2
    with pytest.raises(SimulatorControlError, match="unknown switch"):
        control.switch("colour", 1)
    with pytest.raises(SimulatorControlError, match="use date"):
        control.switch("retry_after", "soon")
    with pytest.raises(SimulatorControlError, match="no engine has the id none"):
        control.pair("none")
    with pytest.raises(SimulatorControlError, match="unknown kind of fault"):
        control.fault(kind="odd")
    with pytest.raises(SimulatorControlError, match="only goes forward"):
        control.advance(-1)


def test_every_switch_has_a_description_and_accepts_its_default() -> None:
    for name, switch in SWITCHES.items():
        assert switch.description.endswith("."), name
        assert switch.accepts(switch.default), name
        assert not switch.accepts("nonsense"), name


def test_several_switches_are_set_atomically(simulator: Simulator) -> None:
    with pytest.raises(ValueError, match="unknown switch 'colour'"):
        simulator.switch_all({"engine_executions": 7, "colour": 1})
    assert simulator.switches()["engine_executions"] == 3
    simulator.switch_all({"engine_executions": 7, "retry_after": None})
    assert simulator.switches()["engine_executions"] == 7


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e300, -1])
def test_a_switch_rejects_numbers_out_of_range(simulator: Simulator, value: float) -> None:
    with pytest.raises(ValueError, match="history_days cannot be"):
        simulator.switch("history_days", value)


def test_a_reset_restarts_the_rate_limit(api: httpx.Client, simulator: Simulator) -> None:
    simulator.rate_limit(1)
    simulator.advance(3600)
    assert api.get(ENGINES).status_code == 200
    assert api.get(ENGINES).status_code == 429
    simulator.reset()
    simulator.rate_limit(1)
    assert api.get(ENGINES).status_code == 200


def test_time_advances_by_a_century_at_most(api: httpx.Client, simulator: Simulator) -> None:
    century = 100 * 366 * 86_400
    simulator.advance(century)
    with pytest.raises(ValueError, match="at most a century in total"):
        simulator.advance(1)
    assert api.get(ENGINES).status_code == 200


def test_an_unreachable_simulator_is_reported() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(SimulatorControlError, match=rf"^GET state at {url}: no response: "):
        SimulatorControl(url).state()


class OtherServer(BaseHTTPRequestHandler):
    """Rejects every request with a web page."""

    def log_message(self, *parts: object) -> None:
        """Log nothing."""


def test_a_server_other_than_a_simulator_is_reported() -> None:
    with HTTPServer(("127.0.0.1", 0), OtherServer) as server, ThreadPoolExecutor(1) as pool:
        serving = pool.submit(server.handle_request)
        with pytest.raises(SimulatorControlError, match=r"status 501 without a simulator's message"):
            SimulatorControl(f"http://127.0.0.1:{server.server_port}").state()
        serving.result()


def test_failures_are_requested_over_http(simulator: Simulator) -> None:
    control = SimulatorControl(simulator.url)
    control.fail(task=TASK, message="no disk", count=3)
    control.fail(plan=PLAN, step=1, outcome="rejected", count=None)
    control.fail(promotion=PROMOTION, artifact="nightly")
    assert control.failures() == [
        {"task": TASK, "outcome": "failure", "count": 3, "errorMessage": "no disk"},
        {"plan": PLAN, "step": 1, "outcome": "rejected"},
        {"promotion": PROMOTION, "outcome": "failure", "count": 1, "artifact": "nightly"},
    ]
    assert simulator.failures() == control.failures()
    state = simulator.state()
    control.load(state)
    assert len(control.failures()) == 3
    control.clear_failures()
    assert control.failures() == []


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({}, "give exactly one of task, plan"),
        ({"task": TASK, "plan": PLAN, "step": 1}, "give exactly one of task, plan"),
        ({"task": "none"}, f"no task has the id none: existing ids are {TASK}, "),
        ({"task": TASK, "step": 1}, "plan and step go together"),
        ({"plan": PLAN}, "plan and step go together"),
        ({"plan": PLAN, "step": 3}, r"plan nightly has no step 3: its steps are 1 \(Step 1\), 2 \(Step 2\)"),
        (
            {"task": TASK, "artifact": "x"},
            "artifact, the id or name of a promoted artifact, needs the argument promotion",
        ),
        ({"promotion": PROMOTION, "error_type": "X"}, "error_type needs task or plan"),
        ({"promotion": PROMOTION, "outcome": "never"}, "unknown outcome 'never': use one of success, w"),
        ({"task": TASK, "count": 0}, "count must be at least 1"),
        ({"task": TASK, "message": 5}, r"errorMessage: must be a string, was integer"),
    ],
)
def test_an_invalid_failure_is_rejected(simulator: Simulator, asked: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        simulator.fail(**asked)
    with pytest.raises(SimulatorControlError, match=why):
        SimulatorControl(simulator.url).fail(**asked)
    assert simulator.failures() == []


@pytest.mark.parametrize(
    ("method", "name", "body", "status", "reason"),
    [
        ("GET", "nothing", None, 404, "unknown control GET /_simulator/nothing"),
        ("POST", "pair", None, 404, "unknown control"),
        ("GET", "state/x", None, 404, "unknown control"),
        ("POST", "faults", {"kind": "status", "colour": 1}, 400, "unexpected keyword argument 'colour'"),
        ("POST", "faults", [], 400, "the body must be a JSON object"),
        ("POST", "clock", {}, 400, "missing 1 required positional argument: 'seconds'"),
        ("POST", "clock", {"seconds": "soon"}, 400, "seconds must be a number, was 'soon'"),
        ("PUT", "latency", {"seconds": -1}, 400, "seconds must be at least 0"),
        ("PUT", "rate-limit", {"per_minute": True}, 400, "per_minute must be a number, was True"),
        ("POST", "faults", {"kind": "status", "count": "x"}, 400, "count must be at least 1"),
        ("POST", "faults", {"kind": "status", "skip": -1}, 400, "skip must be a whole number"),
        (
            "POST",
            "faults",
            {"kind": "status", "status": "x"},
            400,
            "status must be an HTTP status from 200 to 599",
        ),
        (
            "POST",
            "faults",
            {"kind": "status", "status": 99},
            400,
            "status must be an HTTP status from 200 to 599",
        ),
        ("POST", "faults", {"kind": "latency", "latency": "x"}, 400, "latency must be a number of seconds"),
        ("POST", "faults", {"kind": "status", "path": 5}, 400, "path must be a string, was 5"),
        ("POST", "faults", {"kind": "status", "retry_after": "1\r\n"}, 400, "must be printable ASCII text"),
        ("POST", "clock", {"seconds": 1e300}, 400, "at most a century"),
        ("POST", "seed", {"tasks": 1}, 400, "invalid seed: tasks: must be an array"),
    ],
)
def test_an_invalid_control_request_is_rejected(
    simulator: Simulator, method: str, name: str, body: object, status: int, reason: str
) -> None:
    response = httpx.request(method, f"{simulator.url}/_simulator/{name}", json=body, trust_env=False)
    assert response.status_code == status
    assert response.json()["status"] == status
    assert reason in response.json()["message"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("seed", '{"a":' * 5000 + "1" + "}" * 5000, "the body is nested too deeply"),
        ("clock", "\xff", "the body is not valid UTF-8"),
        ("clock", '{"seconds": NaN}', "seconds must be a number, was nan"),
        ("clock", '{"seconds": Infinity}', "seconds must be a number, was inf"),
        ("clock", '{"seconds": -1}', "time only goes forward"),
    ],
)
def test_a_control_with_malformed_json_is_rejected_and_changes_nothing(
    simulator: Simulator, name: str, content: str, reason: str
) -> None:
    before = simulator.clock()
    response = httpx.post(
        f"{simulator.url}/_simulator/{name}", content=content.encode("latin-1"), trust_env=False
    )
    assert (response.status_code, reason in response.json()["message"]) == (400, True)
    assert simulator.clock() == before


def test_an_unregistered_status_can_be_returned(api: httpx.Client, simulator: Simulator) -> None:
    simulator.fault(kind="status", status=520)
    response = api.get("/processing/runtimes/remote-engines")
    assert (response.status_code, response.json()["code"]) == (520, "PROCESSING-520")


@pytest.mark.parametrize("restart", ["reset", "load"])
def test_a_pending_request_is_dropped_when_the_account_is_replaced(
    api: httpx.Client, simulator: Simulator, restart: str
) -> None:
    promotions = [{**DEFAULT_SEED["promotions"][0], "seconds": 3600}]
    simulator.load({**DEFAULT_SEED, "promotions": promotions})
    simulator.switch("promotion_under_way", "wait")
    with ThreadPoolExecutor(1) as threads:
        body = {"executable": PROMOTION}
        waiting = threads.submit(api.post, "/processing/executions/promotions", json=body)
        until(lambda: bool(simulator.state()["promotionExecutions"]))
        assert not waiting.done()
        simulator.reset() if restart == "reset" else simulator.load(DEFAULT_SEED)
        with pytest.raises(httpx.RemoteProtocolError):
            waiting.result()
    assert simulator.state()["promotionExecutions"] == []


def test_the_clock_is_read_and_moved(simulator: Simulator) -> None:
    control = SimulatorControl(simulator.url)
    assert control.clock() == simulator.clock() == {"now": "2027-01-15T08:00:00.000Z"}
    control.advance(90)
    assert control.clock() == {"now": "2027-01-15T08:01:30.000Z"}


def test_a_file_is_loaded_into_a_running_simulator(simulator: Simulator, tmp_path: Path) -> None:
    file = tmp_path / "seed.json"
    file.write_text(json.dumps({"environments": [{"name": "only"}]}))
    SimulatorControl(simulator.url).load(file)
    assert [one["name"] for one in simulator.state()["environments"]] == ["only"]


def test_the_state_with_an_expired_token_can_be_loaded(simulator: Simulator) -> None:
    account = {"audience": simulator.url, "grant_type": "client_credentials"}
    token = httpx.post(f"{simulator.url}/security/oauth/token", json=account, auth=("robot", "made-up"))
    bearer = {"Authorization": f"Bearer {token.json()['access_token']}"}
    simulator.advance(7200)
    assert httpx.get(f"{simulator.url}{ENGINES}", headers=bearer).status_code == 401
    simulator.load(simulator.state())
    assert httpx.get(f"{simulator.url}{ENGINES}", headers=bearer).status_code == 401
