import json

import pytest

from contract import ContractViolation, Exchange, check_answer, check_exchange, check_request

SENT = {"Authorization": "Bearer made-up", "Content-Type": "application/json"}
ANSWERED = {"Content-Type": "application/json; charset=utf-8"}
ENGINES = "/processing/runtimes/remote-engines"
TASK_EXECUTIONS = "/processing/executables/tasks/executions"
ENGINE = {
    "id": "5d2f1d9018e83f4406199233",
    "name": "etl-1",
    "createDate": "2022-10-20T14:20:28.582Z",
    "runtimeId": "16fefb53-035a-4249-af9d-f80a3b47b132",
    "status": "NOT_PAIRED",
    "runProfiles": [],
}


def body(value: object) -> bytes:
    return json.dumps(value).encode()


def test_a_good_request_names_its_operation() -> None:
    sent = body({"name": "etl-1", "environmentId": "5d1619bb818cfe3dca795e41"})
    assert check_request("POST", ENGINES, headers=SENT, body=sent).id == "createRemoteEngine"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": "etl-1"}, "body $"),
        ({"name": "etl-1", "environmentId": 4}, "body $.environmentId"),
        ({"name": "etl-1", "environmentId": "e", "debug": {"host": 3}}, "body $.debug.host"),
        ({"name": "etl-1", "environmentId": "e", "nmae": "x"}, "body $"),
        ({"name": "etl-1", "environmentId": "e", "runProfiles": ["a", None]}, "body $.runProfiles[1]"),
    ],
)
def test_a_wrong_body_is_told_by_field(sent: object, field: str) -> None:
    with pytest.raises(ContractViolation) as caught:
        check_request("POST", ENGINES, headers=SENT, body=body(sent))
    assert (caught.value.method, caught.value.path, caught.value.field) == ("POST", ENGINES, field)


def test_a_body_that_is_no_text_is_told() -> None:
    with pytest.raises(ContractViolation, match="no text"):
        check_request("POST", ENGINES, headers=SENT, body=b"Yzc\xfd\xe6\xe1")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=101", "parameter limit"),
        ("limit=x", "parameter limit"),
        ("lastDays=61", "parameter lastDays"),
        ("limt=1", "query limt"),
    ],
)
def test_a_wrong_query_is_told_by_parameter(query: str, field: str) -> None:
    with pytest.raises(ContractViolation) as caught:
        check_request("GET", TASK_EXECUTIONS, query=query, headers=SENT)
    assert caught.value.field == field


def test_the_version_may_be_asked_for_anywhere() -> None:
    check_request("GET", TASK_EXECUTIONS, query="limit=1&talendVersion=2021-03", headers=SENT)


def test_a_request_without_a_token_is_refused() -> None:
    with pytest.raises(ContractViolation, match="bearer"):
        check_request("GET", ENGINES)


def test_an_operation_that_takes_no_body_gets_none() -> None:
    with pytest.raises(ContractViolation, match="takes none"):
        check_request("DELETE", f"{ENGINES}/5d2f1d9018e83f4406199233", headers=SENT, body=b"{}")


def test_an_engine_joins_a_cluster_with_and_without_a_body() -> None:
    path = "/processing/runtimes/remote-engine-clusters/5dc02e89f87cb233a2f83990/engines/5d2f1d9018e83f44"
    assert check_request("PUT", path, headers=SENT).id == "addRemoteEngineToCluster"
    check_request("PUT", path, headers=SENT, body=body({"method": "DUPLICATE_RUN_PROFILES"}))


def test_a_token_is_asked_for_as_json_or_as_a_form() -> None:
    basic = {"Authorization": "Basic aWQ6c2VjcmV0"}
    form = b"audience=http%3A%2F%2F127.0.0.1&grant_type=client_credentials"
    asked = {"audience": "http://127.0.0.1", "grant_type": "client_credentials"}
    path = "/security/oauth/token"
    check_request("POST", path, headers={**basic, "Content-Type": "application/json"}, body=body(asked))
    check_request(
        "POST", path, headers={**basic, "Content-Type": "application/x-www-form-urlencoded"}, body=form
    )


def test_a_path_that_the_api_does_not_have() -> None:
    with pytest.raises(ContractViolation, match="no such operation"):
        check_request("PUT", ENGINES, headers=SENT)


def test_an_answer_may_hold_new_fields_and_new_values() -> None:
    check_answer("GET", ENGINES, 200, headers=ANSWERED, body=body([{**ENGINE, "new": 1, "status": "NEW"}]))


@pytest.mark.parametrize(
    ("status", "headers", "sent", "field"),
    [
        (200, ANSWERED, body([{**ENGINE, "createDate": "2022-10-20T14:20:28Z"}]), "body $[0].createDate"),
        (200, ANSWERED, body([{**ENGINE, "runProfiles": None}]), "body $[0].runProfiles"),
        (200, ANSWERED, b"[", "message"),
        (200, ANSWERED, b"", "message"),
        (418, ANSWERED, b"{}", "message"),
        (404, ANSWERED, body({"status": 404}), "body $"),
        (404, {"Content-Type": "text/html"}, b"<p>", "message"),
    ],
)
def test_a_wrong_answer_is_told_by_field(
    status: int, headers: dict[str, str], sent: bytes, field: str
) -> None:
    with pytest.raises(ContractViolation) as caught:
        check_answer("GET", ENGINES, status, headers=headers, body=sent)
    assert caught.value.field == field


def test_a_status_without_a_body_gets_none() -> None:
    path = f"{ENGINES}/5d2f1d9018e83f4406199233"
    check_answer("DELETE", path, 204)
    with pytest.raises(ContractViolation, match="without one"):
        check_answer("DELETE", path, 204, headers=ANSWERED, body=b"{}")


def test_a_terminated_execution_answers_plain_text() -> None:
    path = "/processing/executions/16fefb53-035a-4249-af9d-f80a3b47b132"
    check_answer("DELETE", path, 200, headers={"Content-Type": "text/plain"}, body=b"already finished")


def test_an_error_that_the_reference_lists_without_a_body_has_the_usual_one_or_none() -> None:
    path = "/processing/run-profiles/5d2f1d9018e83f4406199233"
    check_answer("DELETE", path, 406)
    check_answer("DELETE", path, 406, headers=ANSWERED, body=body({"status": 406, "message": "in use"}))
    with pytest.raises(ContractViolation, match="'message' is a required property"):
        check_answer("DELETE", path, 406, headers=ANSWERED, body=body({"status": 406}))
    with pytest.raises(ContractViolation, match="no JSON"):
        check_answer("DELETE", path, 406, headers={"Content-Type": "text/html"}, body=b"<p>in use</p>")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_gateway_answers_in_its_own_words(status: int) -> None:
    check_answer("GET", ENGINES, status, headers={"Content-Type": "text/html"}, body=b"<p>later</p>")


def test_both_halves_are_checked() -> None:
    good = Exchange(
        "GET", ENGINES, 200, request_headers=SENT, answer_headers=ANSWERED, answer_body=body([ENGINE])
    )
    assert check_exchange(good).id == "listRemoteEngines"
    with pytest.raises(ContractViolation, match="request"):
        check_exchange(Exchange("GET", ENGINES, 200, query="q=1", request_headers=SENT))


def test_a_request_that_is_meant_to_be_wrong_has_to_be_refused() -> None:
    refusal = body({"status": 400, "message": "unrecognized field: nmae"})
    wrong = {"method": "POST", "path": ENGINES, "request_body": b'{"nmae":1}', "answer_headers": ANSWERED}
    check_exchange(Exchange(status=400, answer_body=refusal, **wrong), invalid_request=True)  # type: ignore[arg-type]
    with pytest.raises(ContractViolation, match="accepted"):
        check_exchange(
            Exchange(status=201, answer_body=body(ENGINE), **wrong),  # type: ignore[arg-type]
            invalid_request=True,
        )
