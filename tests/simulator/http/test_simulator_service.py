import base64
import itertools
import json
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from plain_http import NO_CERTIFICATES
from waiting import PATIENCE, until

from contract.watch import Watch
from talend_processing.simulator import (
    DEFAULT_SEED,
    KINDS,
    SWITCHES,
    Simulator,
    SimulatorControl,
)
from talend_processing.simulator.account.account import Account
from talend_processing.simulator.control.faults import HELD
from talend_processing.simulator.resources.engines import remote_engines
from talend_processing.simulator.resources.executions import promotions

DEVELOPMENT = "5e0000000000000000000001"
ENGINES = "/processing/runtimes/remote-engines"
BODY = {"name": "etl", "environmentId": DEVELOPMENT}


def test_a_bearer_token_is_required(simulator: Simulator) -> None:
    for headers in ({}, {"Authorization": "Basic x"}, {"Authorization": "Bearer"}):
        response = httpx.get(simulator.url + ENGINES, headers=headers, trust_env=False)
        assert response.status_code == 401
        assert response.json()["message"] == "Unauthorized"


def test_a_seed_lists_tokens_and_their_permissions(api: httpx.Client, simulator: Simulator) -> None:
    simulator.load({"tokens": [{"token": "made-up", "permissions": ["TMC_OPERATOR"]}, {"token": "all"}]})
    assert api.get(ENGINES).status_code == 403
    assert api.get(ENGINES, headers={"Authorization": "Bearer all"}).status_code == 200
    assert api.get(ENGINES, headers={"Authorization": "Bearer other"}).status_code == 401


@pytest.mark.parametrize("form", [True, False])
def test_a_service_account_gets_a_token_that_expires(
    api: httpx.Client,
    simulator: Simulator,
    form: bool,  # noqa: FBT001
) -> None:
    simulator.load({"serviceAccounts": [{"id": "robot", "secret": "hidden"}], "tokens": [{"token": "t"}]})
    fields = {"audience": simulator.url, "grant_type": "client_credentials"}
    basic = "Basic " + base64.b64encode(b"robot:hidden").decode()
    kind = {"data": fields} if form else {"json": fields}
    response = api.post("/security/oauth/token", headers={"Authorization": basic}, **kind)  # type: ignore[arg-type]
    assert response.status_code == 200
    assert response.json()["expires_in"] == 1800
    bearer = {"Authorization": f"Bearer {response.json()['access_token']}"}
    assert api.get(ENGINES, headers=bearer).status_code == 200
    simulator.advance(1800)
    assert api.get(ENGINES, headers=bearer).status_code == 401
    wrong = "Basic " + base64.b64encode(b"robot:wrong").decode()
    assert api.post("/security/oauth/token", headers={"Authorization": wrong}, json=fields).status_code == 401


def test_unknown_paths_and_methods_are_rejected(api: httpx.Client) -> None:
    assert api.get("/processing/nothing").status_code == 404
    assert api.get(ENGINES + "/").status_code == 404
    wrong = api.put(ENGINES, json={})
    assert wrong.status_code == 405
    assert wrong.headers["allow"] == "GET, POST"


def test_a_head_is_answered_without_a_body(api: httpx.Client) -> None:
    response = api.head(ENGINES)
    assert (response.status_code, response.content) == (405, b"")
    assert int(response.headers["content-length"]) > 0
    assert api.get(ENGINES).status_code == 200, "the connection can be reused"


def broken(*_: object, **__: object) -> None:
    raise LookupError("no such thing")


def test_a_bug_in_the_simulator_is_logged_and_answered_with_500(
    api: httpx.Client,
    simulator: Simulator,
    contract_watch: Watch,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(remote_engines, "show", broken)
    response = api.post(ENGINES, json=BODY)
    assert response.status_code == 500
    assert response.json() | {"details": "", "requestId": ""} == {
        "status": 500,
        "message": "Internal Server Error",
        "details": "",
        "code": "SIMULATOR-BUG",
        "requestId": "",
    }
    assert f"POST {ENGINES}: a bug in the simulator" in caplog.text
    assert "LookupError: no such thing" in caplog.text
    assert simulator.journal()[-1]["status"] == 500
    assert contract_watch.violations() == [f"POST {ENGINES}: answered 500 for a bug in the simulator"]
    monkeypatch.undo()
    assert api.get(ENGINES).status_code == 200


def test_a_bug_in_a_pending_request_is_answered_with_500(
    api: httpx.Client, simulator: Simulator, contract_watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulator.switch("promotion_under_way", "wait")
    (promotion,) = DEFAULT_SEED["promotions"]
    simulator.load({**DEFAULT_SEED, "promotions": [{**promotion, "seconds": 60}]})
    monkeypatch.setattr(promotions, "_started", broken)
    with ThreadPoolExecutor(1) as pool:
        response = pool.submit(
            api.post, "/processing/executions/promotions", json={"executable": promotion["id"]}
        )
        while not simulator.state()["promotionExecutions"]:
            pass
        simulator.advance(60)
        assert response.result().status_code == 500
    assert len(contract_watch.violations()) == 1


def test_a_bug_in_a_control_is_answered_with_500(
    api: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Account, "state", broken)
    response = api.get("/_simulator/state")
    assert (response.status_code, response.json()["status"]) == (500, 500)
    assert "GET /_simulator/state: a bug in the simulator" in caplog.text


def test_malformed_requests_are_rejected(api: httpx.Client) -> None:
    typed = {"Content-Type": "application/json"}
    assert api.post(ENGINES, content=b"{", headers=typed).status_code == 400
    assert api.post(ENGINES, content=b'{"name": NaN}', headers=typed).status_code == 400
    endless = api.post(ENGINES, content=b'{"name": 1e999}', headers=typed)
    assert (endless.status_code, endless.json()["details"]) == (400, "1e999 is not a number")
    assert api.get("/processing/executables/tasks", params={"limit": "9" * 5000}).status_code == 400
    odd = {"Authorization": "Basic \xe9".encode("latin-1")}
    token = api.post("/security/oauth/token", headers=odd, json={"grant_type": "client_credentials"})
    assert token.status_code == 401
    assert api.post(ENGINES, content=json.dumps(BODY).encode()).status_code == 415
    assert api.get(ENGINES, params={"colour": "red"}).status_code == 400
    assert api.get(ENGINES, params={"talendVersion": "2021-03"}).status_code == 200
    assert api.get(ENGINES, headers={"talend-version": "unheard-of"}).status_code == 200


def test_a_token_request_without_a_media_type_is_rejected(api: httpx.Client, simulator: Simulator) -> None:
    simulator.switch("token_encodings", "form")
    response = api.post("/security/oauth/token", content=b"{}")
    assert (response.status_code, response.json()["details"]) == (
        415,
        "a missing Content-Type is not accepted",
    )


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("name==etl-1", ["etl-1"]),
        ("name==etl*", ["etl-1", "etl-2"]),
        ("name!=etl*", ["web"]),
        ("name==web,name==etl-2", ["etl-2", "web"]),
        ("status==NOT_PAIRED;workspace.environment.name==development", ["etl-1", "etl-2", "web"]),
        ("(name==web,name==etl-1);name=gt=f", ["web"]),
        ("name=le=etl-1", ["etl-1"]),
        ("managed==false;runProfiles==JOB_SERVER;name=ge=web", ["web"]),
        ("clusterId==x", []),
        ("createDate=lt=2000-01-01T00:00:00.000Z", []),
    ],
)
def test_fiql_filters_a_list(api: httpx.Client, query: str, names: list[str]) -> None:
    for name in ("etl-1", "etl-2", "web"):
        api.post(ENGINES, json=BODY | {"name": name})
    response = api.get(ENGINES, params={"query": query})
    assert [one["name"] for one in response.json()] == names


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("name", 4),
        ("", 0),
        ("name==a;", 8),
        ("(name==a", 8),
        ("name==a)", 7),
        ("colour==red", 0),
        ("(" * 3000, 100),
    ],
)
def test_fiql_errors_contain_the_position(api: httpx.Client, query: str, position: int) -> None:
    response = api.get(ENGINES, params={"query": query})
    assert response.status_code == 400
    assert response.json()["message"].endswith(f"at position {position}")


def test_unpaired_surrogates_are_rejected(api: httpx.Client) -> None:
    typed = {"Content-Type": "application/json"}
    half = json.dumps(BODY | {"name": "a\ud800"}).encode()
    response = api.post(ENGINES, content=half, headers=typed)
    assert response.status_code == 400
    assert response.json()["message"] == "name: contains an unpaired surrogate"
    named = json.dumps(BODY | {"\ud800": 1}).encode()
    assert api.post(ENGINES, content=named, headers=typed).json()["message"] == "unrecognized field: ?"
    assert api.get(ENGINES).json() == []


@pytest.mark.parametrize("query", ["name", "name==a;", "colour==red"])
def test_invalid_fiql_returns_everything_if_the_switch_ignores_it(
    api: httpx.Client, simulator: Simulator, query: str
) -> None:
    simulator.switch("fiql_errors", "ignore")
    api.post(ENGINES, json=BODY)
    assert [one["name"] for one in api.get(ENGINES, params={"query": query}).json()] == [BODY["name"]]


def test_faults_occur_as_often_as_requested(api: httpx.Client, simulator: Simulator) -> None:
    simulator.fault("POST", ENGINES, kind="status", status=503, retry_after=3, count=2, skip=1)
    responses = [api.post(ENGINES, json=BODY) for _ in range(4)]
    assert [one.status_code for one in responses] == [201, 503, 503, 201]
    assert responses[1].headers["retry-after"] == "3"
    assert len(simulator.state()["remoteEngines"]) == 2
    assert [entry["fault"] for entry in simulator.journal()] == [None, "status", "status", None]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"latency"} - HELD))
def test_each_kind_of_fault_has_its_effect(api: httpx.Client, simulator: Simulator, kind: str) -> None:
    simulator.fault(path="/processing/**", kind=kind)
    effect = kind in {"drop-after", "error-after", "truncated", "wrong-schema"}
    try:
        response = api.post(ENGINES, json=BODY)
    except httpx.RemoteProtocolError:
        assert kind in {"drop-before", "drop-after", "truncated"}
    else:
        status = {"status": 500, "error-after": 502, "html": 502, "redirect": 302, "wrong-schema": 201}[kind]
        assert response.status_code == status
        assert response.content != b"" or kind == "redirect"
    assert len(simulator.state()["remoteEngines"]) == effect
    assert api.get(ENGINES).status_code == 200


def test_a_latency_fault_delays_the_response(api: httpx.Client, simulator: Simulator) -> None:
    simulator.fault("GET", kind="latency", latency=0.05)
    began = time.monotonic()
    assert api.get(ENGINES).status_code == 200
    assert time.monotonic() - began >= 0.05


def test_a_request_takes_effect_even_if_its_client_is_gone(api: httpx.Client, simulator: Simulator) -> None:
    simulator.fault("POST", kind="latency", latency=1)
    with pytest.raises(httpx.ReadTimeout):
        api.post(ENGINES, json=BODY, timeout=httpx.Timeout(PATIENCE, read=0.01))
    until(lambda: bool(simulator.state()["remoteEngines"]))
    assert len(simulator.state()["remoteEngines"]) == 1


def test_a_held_request_takes_effect_on_release_even_if_its_client_is_gone(
    api: httpx.Client, simulator: Simulator
) -> None:
    simulator.fault("POST", kind="hold-before")
    with pytest.raises(httpx.ReadTimeout):
        api.post(ENGINES, json=BODY, timeout=httpx.Timeout(PATIENCE, read=0.1))
    assert simulator.journal()[-1]["status"] is None
    assert simulator.state()["remoteEngines"] == []
    simulator.release()
    until(lambda: bool(simulator.state()["remoteEngines"]))
    assert len(simulator.state()["remoteEngines"]) == 1


@pytest.mark.parametrize("kind", sorted(HELD))
@pytest.mark.parametrize("let_go", ["release", "clear_faults"])
def test_a_held_response_is_sent_on_release(
    api: httpx.Client, simulator: Simulator, kind: str, let_go: str
) -> None:
    simulator.fault("POST", kind=kind)
    with ThreadPoolExecutor(1) as pool:
        response = pool.submit(api.post, ENGINES, json=BODY)
        until(
            lambda: (
                bool(simulator.journal())
                and len(simulator.state()["remoteEngines"]) == (kind == "hold-after")
            )
        )
        assert not response.done()
        getattr(simulator, let_go)()
        assert response.result(PATIENCE).status_code == 201
    assert api.get(ENGINES).status_code == 200


def test_a_rate_limit_counts_minutes_of_the_clock(api: httpx.Client, simulator: Simulator) -> None:
    simulator.rate_limit(2)
    assert [api.get(ENGINES).status_code for _ in range(3)] == [200, 200, 429]
    simulator.switch("retry_after", 7)
    assert api.get(ENGINES).headers["retry-after"] == "7"
    simulator.switch("retry_after", "date")
    assert api.get(ENGINES).headers["retry-after"].endswith("GMT")
    simulator.advance(60)
    assert api.get(ENGINES).status_code == 200


def test_the_journal_masks_secrets(api: httpx.Client, simulator: Simulator) -> None:
    api.post(ENGINES, json=BODY, params={"talendVersion": "2021-03"})
    api.post("/security/oauth/token", data={"grant_type": "x", "client_secret": "hidden"})
    first, second = simulator.journal()
    assert (first["number"], first["method"], first["path"], first["status"]) == (1, "POST", ENGINES, 201)
    assert first["body"] == BODY
    assert first["query"] == {"talendVersion": "2021-03"}
    assert first["operation"] == "create_remote_engine"
    assert "hidden" not in json.dumps(second)
    assert "made-up" not in json.dumps([first, second])
    simulator.clear_journal()
    assert simulator.journal() == []


def test_every_switch_has_a_description_and_accepts_its_default() -> None:
    for name, switch in SWITCHES.items():
        assert switch.says.endswith("."), name
        assert switch.accepts(switch.default), name
        assert not switch.accepts("nonsense"), name


@pytest.mark.slow
def test_thirty_two_threads_create_engines_concurrently(simulator: Simulator) -> None:
    numbers = itertools.count()

    def work() -> None:
        with httpx.Client(
            base_url=simulator.url,
            headers={"Authorization": "Bearer t"},
            trust_env=False,
            verify=NO_CERTIFICATES,
        ) as api:
            for _ in range(5):
                api.post(ENGINES, json=BODY | {"name": f"etl-{next(numbers)}"}).raise_for_status()

    threads = [threading.Thread(target=work) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engines = simulator.state()["remoteEngines"]
    assert len({one["id"] for one in engines}) == len({one["name"] for one in engines}) == 160
    assert sorted(entry["number"] for entry in simulator.journal()) == list(range(1, 161))


def test_ids_are_the_same_in_every_run(api: httpx.Client, simulator: Simulator) -> None:
    first = api.post(ENGINES, json=BODY).json()
    simulator.reset()
    assert api.post(ENGINES, json=BODY).json() == first


def test_the_command_listens_stops_and_reports_a_port_in_use() -> None:
    command = [
        sys.executable,
        "-m",
        "talend_processing.simulator",
        "--port",
        "0",
        "--switch",
        "retry_after=3",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().removeprefix("listening on ").strip()
        assert SimulatorControl(url).switches()["retry_after"] == 3
        process.terminate()
        assert process.wait(10) == 0
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*command[:3], "--port", port], capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: cannot listen on 127.0.0.1:{port}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (
            "--seed=none.json",
            "error: invalid seed: none.json cannot be read: No such file or directory\n",
        ),
        ("--switch=retry_after", "error: "),
        ("--switch=none=1", "error: "),
        ("--port=65536", "error: "),
    ],
)
@pytest.mark.parametrize("command", [["talend_processing.simulator"], ["talend_processing", "simulator"]])
@pytest.mark.slow
def test_invalid_options_print_one_line_and_exit_with_2(
    command: list[str], option: str, says: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command, option],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        cwd=tmp_path,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(says)
    assert done.stderr.count("\n") == 1
