import re
from collections.abc import Iterator

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from contract import Operation, document, operation_at, operations, reference_operations
from contract.document import FOLDER, Json, component, mapping, references

REFERENCE = [operation for operation in operations() if not operation.supporting]


def operation_nodes() -> Iterator[tuple[Operation, dict[str, Json]]]:
    """Yield each operation with its node of the document."""
    for operation in operations():
        yield (
            operation,
            mapping(mapping(mapping(document()["paths"])[operation.path])[operation.method.lower()]),
        )


def media_types(name: str, body: Json) -> Iterator[tuple[str, dict[str, Json]]]:
    for media in mapping(mapping(body).get("content", {})).values():
        yield name, mapping(media)


def request_bodies() -> Iterator[tuple[str, dict[str, Json]]]:
    for operation, node in operation_nodes():
        yield from media_types(operation.id, node.get("requestBody", {}))


def answer_bodies() -> Iterator[tuple[str, dict[str, Json]]]:
    for operation, node in operation_nodes():
        for status, response in mapping(node["responses"]).items():
            yield from media_types(f"{operation.id} {status}", response)


def schemas_below(node: Json) -> dict[str, dict[str, Json]]:
    """Return the named schemas that a node refers to."""
    found: dict[str, dict[str, Json]] = {}
    waiting = list(references(node))
    while waiting:
        reference = waiting.pop()
        if reference not in found:
            found[reference] = component(reference)
            waiting += references(found[reference])
    return found


def test_the_merged_document_is_valid() -> None:
    validate(document())


def test_the_document_in_its_files_is_valid() -> None:
    root = FOLDER / "openapi.yaml"
    validate(yaml.safe_load(root.read_text("utf-8")), base_uri=root.as_uri())


def test_the_document_has_exactly_the_65_operations_of_the_reference() -> None:
    listed = reference_operations()
    assert len(listed) == len(set(listed)) == 65
    assert {(operation.method, operation.path) for operation in REFERENCE} == set(listed)


def test_the_supporting_operations_are_the_five_that_clients_need() -> None:
    assert {operation.path for operation in operations() if operation.supporting} == {
        "/security/oauth/token",
        "/orchestration/environments",
        "/orchestration/workspaces",
        "/processing/executables/tasks",
        "/processing/executables/plans",
    }


def test_operation_ids_are_unique_camel_case() -> None:
    ids = [operation.id for operation in operations()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z0-9]*)+", operation) for operation in ids)


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.id)
def test_an_operation_is_found_by_its_own_path(operation: Operation) -> None:
    path = operation.path.replace("{type}", "standard")
    path = re.sub(r"\{\w+\}", "57f64991e4b0b689a64feed3", path)
    assert operation_at(operation.method, path) == operation


def test_every_shared_component_is_used() -> None:
    used = set(references(dict(document())))
    components = mapping(document()["components"])
    existing = {
        f"#/components/{kind}/{name}"
        for kind in ("schemas", "responses")
        for name in mapping(components[kind])
    }
    assert used == existing


def test_every_operation_lists_its_permissions_and_errors() -> None:
    for operation, node in operation_nodes():
        responses = mapping(node["responses"])
        assert isinstance(node["x-permission"], list), operation.id
        assert {"401", "500"} <= responses.keys(), operation.id
        for status, response in responses.items():
            plain = "text/plain" in mapping(mapping(response).get("content", {}))
            shared = str(mapping(response).get("$ref")).removeprefix("#/components/responses/")
            assert (shared in {"Error", "BareError"}) == (status >= "400" and not plain), (
                operation.id,
                status,
            )


def test_request_schemas_reject_unknown_fields() -> None:
    for name, media in request_bodies():
        for reference, schema in schemas_below(media).items():
            if "properties" in schema:
                assert schema.get("additionalProperties") is False, (name, reference)


def test_response_schemas_allow_new_fields_and_values() -> None:
    for name, media in answer_bodies():
        for reference, schema in schemas_below(media).items():
            assert "additionalProperties" not in schema, (name, reference)
            assert "enum" not in str(schema), (name, reference)


def test_links_refer_to_operations() -> None:
    targets = {
        str(mapping(link)["operationId"])
        for _, node in operation_nodes()
        for response in mapping(node["responses"]).values()
        for link in mapping(mapping(response).get("links", {})).values()
    }
    assert targets
    assert targets <= {operation.id for operation in operations()}


def test_the_examples_match_their_schemas() -> None:
    checked = 0
    everything = [*request_bodies(), *answer_bodies()]
    error = mapping(mapping(component("#/components/responses/Error")["content"])["application/json"])
    for name, media in [*everything, ("Error", error)]:
        schema = {"components": document()["components"], **mapping(media["schema"])}
        validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        for example in mapping(media.get("examples", {})).values():
            faults = [fault.message for fault in validator.iter_errors(mapping(example)["value"])]
            assert faults == [], name
            checked += 1
    assert checked >= 10


def test_every_deviation_from_the_reference_has_a_reason() -> None:
    def departures(node: Json) -> Iterator[str]:
        if isinstance(node, dict):
            for key, value in node.items():
                if key == "x-departure":
                    yield from map(str, value.values()) if isinstance(value, dict) else [str(value)]
                else:
                    yield from departures(value)
        elif isinstance(node, list):
            for value in node:
                yield from departures(value)

    reasons = list(departures(dict(document())))
    assert len(reasons) > 20
    assert all(len(reason.split()) >= 8 and reason.endswith(".") for reason in reasons)
