import json
import re

import pytest

from contract import (
    ContractViolation,
    Exchange,
    check_exchange,
    check_request,
    check_response,
    operations,
)

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


def test_a_valid_request_returns_its_operation() -> None:
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
def test_an_invalid_body_is_reported_with_its_field(sent: object, field: str) -> None:
    with pytest.raises(ContractViolation) as caught:
        check_request("POST", ENGINES, headers=SENT, body=body(sent))
    assert (caught.value.method, caught.value.path, caught.value.field) == ("POST", ENGINES, field)


def test_a_binary_body_is_reported() -> None:
    with pytest.raises(ContractViolation, match="not text"):
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
def test_an_invalid_query_is_reported_with_its_parameter(query: str, field: str) -> None:
    with pytest.raises(ContractViolation) as caught:
        check_request("GET", TASK_EXECUTIONS, query=query, headers=SENT)
    assert caught.value.field == field


def test_every_read_accepts_the_version_in_its_query() -> None:
    for operation in operations():
        if operation.method == "GET":
            path = re.sub(
                r"\{\w+\}", "57f64991e4b0b689a64feed3", operation.path.replace("{type}", "standard")
            )
            assert check_request("GET", path, query="talendVersion=2021-03", headers=SENT) == operation


def test_a_request_without_a_token_is_a_violation() -> None:
    with pytest.raises(ContractViolation, match="bearer"):
        check_request("GET", ENGINES)


def test_a_body_of_an_operation_without_one_is_a_violation() -> None:
    with pytest.raises(ContractViolation, match="takes no body"):
        check_request("DELETE", f"{ENGINES}/5d2f1d9018e83f4406199233", headers=SENT, body=b"{}")


def test_an_engine_joins_a_cluster_with_and_without_a_body() -> None:
    path = "/processing/runtimes/remote-engine-clusters/5dc02e89f87cb233a2f83990/engines/5d2f1d9018e83f44"
    assert check_request("PUT", path, headers=SENT).id == "addRemoteEngineToCluster"
    check_request("PUT", path, headers=SENT, body=body({"method": "DUPLICATE_RUN_PROFILES"}))


def test_a_token_request_is_json_or_a_form() -> None:
    basic = {"Authorization": "Basic aWQ6c2VjcmV0"}
    form = b"audience=http%3A%2F%2F127.0.0.1&grant_type=client_credentials"
    asked = {"audience": "http://127.0.0.1", "grant_type": "client_credentials"}
    path = "/security/oauth/token"
    check_request("POST", path, headers={**basic, "Content-Type": "application/json"}, body=body(asked))
    check_request(
        "POST", path, headers={**basic, "Content-Type": "application/x-www-form-urlencoded"}, body=form
    )


def test_an_unknown_path_is_a_violation() -> None:
    with pytest.raises(ContractViolation, match="no such operation"):
        check_request("PUT", ENGINES, headers=SENT)


def test_a_response_may_contain_new_fields_and_new_values() -> None:
    check_response("GET", ENGINES, 200, headers=ANSWERED, body=body([{**ENGINE, "new": 1, "status": "NEW"}]))


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
def test_an_invalid_response_is_reported_with_its_field(
    status: int, headers: dict[str, str], sent: bytes, field: str
) -> None:
    with pytest.raises(ContractViolation) as caught:
        check_response("GET", ENGINES, status, headers=headers, body=sent)
    assert caught.value.field == field


def test_a_body_of_a_status_without_one_is_a_violation() -> None:
    path = f"{ENGINES}/5d2f1d9018e83f4406199233"
    check_response("DELETE", path, 204)
    with pytest.raises(ContractViolation, match="has no body"):
        check_response("DELETE", path, 204, headers=ANSWERED, body=b"{}")


def test_the_response_of_a_termination_is_plain_text_or_a_json_string() -> None:
    path = "/processing/executions/16fefb53-035a-4249-af9d-f80a3b47b132"
    check_response("DELETE", path, 200, headers={"Content-Type": "text/plain"}, body=b"already finished")
    check_response("DELETE", path, 200, headers=ANSWERED, body=body("already finished"))
    with pytest.raises(ContractViolation, match="is not of type 'string'"):
        check_response("DELETE", path, 200, headers=ANSWERED, body=b"{}")
    with pytest.raises(ContractViolation, match="text/html"):
        check_response("DELETE", path, 200, headers={"Content-Type": "text/html"}, body=b"<p>finished</p>")


def test_an_error_listed_without_a_body_has_an_error_response_or_none() -> None:
    path = "/processing/run-profiles/5d2f1d9018e83f4406199233"
    check_response("DELETE", path, 406)
    check_response("DELETE", path, 406, headers=ANSWERED, body=body({"status": 406, "message": "in use"}))
    with pytest.raises(ContractViolation, match="'message' is a required property"):
        check_response("DELETE", path, 406, headers=ANSWERED, body=body({"status": 406}))
    with pytest.raises(ContractViolation, match="not JSON"):
        check_response("DELETE", path, 406, headers={"Content-Type": "text/html"}, body=b"<p>in use</p>")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_gateway_may_return_any_body(status: int) -> None:
    check_response("GET", ENGINES, status, headers={"Content-Type": "text/html"}, body=b"<p>later</p>")


def test_an_exchange_checks_request_and_response() -> None:
    good = Exchange(
        "GET", ENGINES, 200, request_headers=SENT, response_headers=ANSWERED, response_body=body([ENGINE])
    )
    assert check_exchange(good).id == "listRemoteEngines"
    with pytest.raises(ContractViolation, match="request"):
        check_exchange(Exchange("GET", ENGINES, 200, query="q=1", request_headers=SENT))


def test_a_deliberately_invalid_request_must_be_rejected() -> None:
    refusal = body({"status": 400, "message": "unrecognized field: nmae"})
    wrong = {"method": "POST", "path": ENGINES, "request_body": b'{"nmae":1}', "response_headers": ANSWERED}
    check_exchange(Exchange(status=400, response_body=refusal, **wrong), invalid_request=True)  # type: ignore[arg-type]
    with pytest.raises(ContractViolation, match="accepted"):
        check_exchange(
            Exchange(status=201, response_body=body(ENGINE), **wrong),  # type: ignore[arg-type]
            invalid_request=True,
        )
