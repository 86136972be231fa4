"""The service: credentials, malformed requests, bugs, the journal, the rate limit and concurrent requests."""

from __future__ import annotations

import base64
import itertools
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from plain_http import NO_CERTIFICATES
from waiting import until

from contract.watch import Watch
from talend_processing.simulator import DEFAULT_SEED, Simulator
from talend_processing.simulator.account.account import Account
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
    monkeypatch.setattr(remote_engines, "to_api", broken)
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
    monkeypatch.setattr(promotions, "_response", broken)
    with ThreadPoolExecutor(1) as pool:
        response = pool.submit(
            api.post, "/processing/executions/promotions", json={"executable": promotion["id"]}
        )
        until(lambda: bool(simulator.state()["promotionExecutions"]))
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
    assert (endless.status_code, endless.json()["details"]) == (400, "1e999 is not a finite number")
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


def test_unpaired_surrogates_are_rejected(api: httpx.Client) -> None:
    typed = {"Content-Type": "application/json"}
    half = json.dumps(BODY | {"name": "a\ud800"}).encode()
    response = api.post(ENGINES, content=half, headers=typed)
    assert response.status_code == 400
    assert response.json()["message"] == "name: contains an unpaired surrogate"
    named = json.dumps(BODY | {"\ud800": 1}).encode()
    assert api.post(ENGINES, content=named, headers=typed).json()["message"] == "unrecognized field: ?"
    assert api.get(ENGINES).json() == []


def test_errors_that_the_reference_lists_without_a_body_have_none(
    api: httpx.Client, simulator: Simulator
) -> None:
    simulator.switch("bare_error_bodies", "omit")
    bare = "/processing/run-profiles"
    refused = [api.post(bare, json={}), api.get(f"{bare}/x", params={"x": 1}), api.get(f"{bare}/none")]
    assert [(one.status_code, one.content) for one in refused] == [(400, b""), (400, b""), (404, b"")]
    assert api.post(ENGINES, json={}).json()["message"] == "missing required field: name"


def test_a_missing_permission_is_named_with_its_alternative(api: httpx.Client, simulator: Simulator) -> None:
    simulator.load({"tokens": [{"token": "made-up", "permissions": ["OTHER"]}]})
    details = api.get(ENGINES).json()["details"]
    assert details == "the permission TMC_CLUSTER_MANAGEMENT or TMC_ENGINE_USE is needed"


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
    api.post("/security/oauth/token", content=b'{"client_secret": "hidden"')
    assert "hidden" not in json.dumps(simulator.journal())
    simulator.clear_journal()
    assert simulator.journal() == []


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
