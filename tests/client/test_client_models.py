"""The models read every response that the contract allows, and lose nothing of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Literal, TypeAlias, cast, get_args

import pytest
from pydantic import BaseModel, TypeAdapter

from contract.calls import OPERATIONS
from contract.document import Json, component, document, mapping
from talend_processing.client.model import Model
from talend_processing.client.operation import Operation

ID_REQUIRED = {"RuntimeRunProfile", "PipelineRunProfileResponse", "WorkspaceInfo"} | {
    f"{kind}RunProfileResponse"
    for kind in ("Standard", "Advanced", "BigData", "Databricks", "DataIntegration")
}
"""Schemas whose `id` is optional in the reference, but required by the models of whole responses."""

Fill: TypeAlias = Literal["least", "bare", "most"]
"""`least`: required members only. `bare`: also objects and lists, with what they require. `most`: all."""

READ = {name: one for name, one in OPERATIONS.items() if one.response_format == "json"}
MODELS = {name: one for name, one in READ.items() if name != "token"}
"""Operations whose responses the rest of the code sees."""


def _responses(one: Operation[object]) -> Iterator[dict[str, Json]]:
    """Yield the schemas of successful responses that have a body."""
    node = mapping(mapping(mapping(document()["paths"])[one.path])[one.method.lower()])
    for status, answer in mapping(node["responses"]).items():
        if status < "300" and "content" in mapping(answer):
            yield mapping(mapping(mapping(mapping(answer)["content"])["application/json"])["schema"])


def _value(schema: dict[str, Json], *, fill: Fill, within: tuple[str, ...] = ()) -> Json:
    """Return a value that the schema allows. A schema that contains itself is left out the second time."""
    if reference := schema.get("$ref"):
        name = str(reference)
        return None if name in within else _value(component(reference), fill=fill, within=(*within, name))
    if parts := schema.get("allOf"):
        assert isinstance(parts, list)
        return _value(mapping(parts[0]), fill=fill, within=within)
    match schema["type"]:
        case "object":
            named = mapping(schema.get("properties", {"any": {"type": "string"}}))
            required = schema.get("required", [])
            assert isinstance(required, list)
            id_required = "id" in named and len(within) == 1 and within[0].rpartition("/")[2] in ID_REQUIRED
            chosen = {*map(str, required), *(["id"] if id_required else [])} | {
                name
                for name, member in named.items()
                if fill == "most" or (fill == "bare" and _holds(member))
            }
            found = {
                str(name): _value(mapping(named[str(name)]), fill=fill, within=within) for name in chosen
            }
            return {name: value for name, value in found.items() if value is not None}
        case "array":
            item = _value(mapping(schema["items"]), fill=fill, within=within)
            return [] if item is None else [item]
        case "string":
            return "2022-10-20T14:20:28.582Z" if schema.get("format") == "date-time" else "some"
        case "boolean":
            return True
        case _:
            return 1


def _holds(schema: Json) -> bool:
    """Tell whether values of the schema are objects or lists."""
    node = mapping(schema)
    return node.get("type") in {"object", "array"} or ("$ref" in node and _holds(component(node["$ref"])))


def _unknown(found: object, at: str = "") -> Iterator[str]:
    """Yield the paths of members that the models do not declare."""
    if isinstance(found, BaseModel):
        yield from (f"{at}.{name}" for name in found.model_extra or ())
        for name in type(found).model_fields:
            yield from _unknown(getattr(found, name), f"{at}.{name}")
    elif isinstance(found, list):
        for item in found:
            yield from _unknown(item, at)


def _with_unknown_members(value: Json) -> Json:
    """Return the value with a member in each of its objects that no model knows."""
    if isinstance(value, list):
        return [_with_unknown_members(item) for item in value]
    if isinstance(value, dict):
        known = {name: _with_unknown_members(item) for name, item in value.items()}
        return {**known, "podResources": {"cpu": "500m", "limits": [1, None]}}
    return value


def _wire(read: object) -> object:
    return [_wire(item) for item in read] if isinstance(read, list) else cast("Model", read).wire()


@pytest.mark.parametrize("fill", get_args(Fill))
@pytest.mark.parametrize("one", READ.values(), ids=READ)
def test_a_response_of_the_contract_is_read_and_the_models_declare_all_of_it(
    one: Operation[object], *, fill: Fill
) -> None:
    schemas = list(_responses(one))
    assert schemas
    for schema in schemas:
        read = TypeAdapter(one.result).validate_python(_value(schema, fill=fill))
        assert list(_unknown(read)) == []


@pytest.mark.parametrize("fill", get_args(Fill))
@pytest.mark.parametrize("one", MODELS.values(), ids=MODELS)
def test_the_lifecycle_gets_what_the_api_sent_unknown_members_included(
    one: Operation[object], *, fill: Fill
) -> None:
    for schema in _responses(one):
        sent = _with_unknown_members(_value(schema, fill=fill))
        assert _wire(TypeAdapter(one.result).validate_json(json.dumps(sent))) == sent
