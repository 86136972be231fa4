"""What the contract lets the API answer, the models read: the least of each answer and the most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias, get_args

import pytest
from pydantic import BaseModel, TypeAdapter

from contract.document import Json, document
from talend_processing.client.operation import Operation
from talend_processing.client.operations.table import OPERATIONS, SUPPORTING

NEEDED = {"RuntimeRunProfile", "PipelineRunProfileResponse", "WorkspaceInfo"} | {
    f"{kind}RunProfileResponse"
    for kind in ("Standard", "Advanced", "BigData", "Databricks", "DataIntegration")
}
"""Their `id` is optional in the reference, and needed where they are what was asked for."""

Fill: TypeAlias = Literal["least", "bare", "most"]
"""Only what is required; that and all objects and lists, which hold only what is required too; everything."""

READ = [one for one in (*OPERATIONS, *SUPPORTING) if one.kind == "json"]


def _mapping(node: Json) -> dict[str, Json]:
    assert isinstance(node, dict)
    return node


def _component(reference: Json) -> dict[str, Json]:
    kind, name = str(reference).removeprefix("#/components/").split("/")
    return _mapping(_mapping(_mapping(document()["components"])[kind])[name])


def _answers(one: Operation[object]) -> Iterator[dict[str, Json]]:
    """The schemas of the successes that have a body."""
    node = _mapping(_mapping(_mapping(document()["paths"])[one.path])[one.method.lower()])
    for status, answer in _mapping(node["responses"]).items():
        if status < "300" and "content" in _mapping(answer):
            yield _mapping(_mapping(_mapping(_mapping(answer)["content"])["application/json"])["schema"])


def _value(schema: dict[str, Json], *, fill: Fill, within: tuple[str, ...] = ()) -> Json:
    """A value that the schema allows; what holds itself is left out the second time."""
    if reference := schema.get("$ref"):
        name = str(reference)
        return None if name in within else _value(_component(reference), fill=fill, within=(*within, name))
    if parts := schema.get("allOf"):
        assert isinstance(parts, list)
        return _value(_mapping(parts[0]), fill=fill, within=within)
    match schema["type"]:
        case "object":
            named = _mapping(schema.get("properties", {"any": {"type": "string"}}))
            required = schema.get("required", [])
            assert isinstance(required, list)
            asked_for = "id" in named and len(within) == 1 and within[0].rpartition("/")[2] in NEEDED
            chosen = {*map(str, required), *(["id"] if asked_for else [])} | {
                name
                for name, member in named.items()
                if fill == "most" or (fill == "bare" and _holds(member))
            }
            found = {
                str(name): _value(_mapping(named[str(name)]), fill=fill, within=within) for name in chosen
            }
            return {name: value for name, value in found.items() if value is not None}
        case "array":
            item = _value(_mapping(schema["items"]), fill=fill, within=within)
            return [] if item is None else [item]
        case "string":
            return "2022-10-20T14:20:28.582Z" if schema.get("format") == "date-time" else "some"
        case "boolean":
            return True
        case _:
            return 1


def _holds(schema: Json) -> bool:
    """Whether a value of the schema has members of its own."""
    node = _mapping(schema)
    return node.get("type") in {"object", "array"} or ("$ref" in node and _holds(_component(node["$ref"])))


def _unknown(found: object, at: str = "") -> Iterator[str]:
    """The fields that the models do not name."""
    if isinstance(found, BaseModel):
        yield from (f"{at}.{name}" for name in found.model_extra or ())
        for name in type(found).model_fields:
            yield from _unknown(getattr(found, name), f"{at}.{name}")
    elif isinstance(found, list):
        for item in found:
            yield from _unknown(item, at)


@pytest.mark.parametrize("fill", get_args(Fill))
@pytest.mark.parametrize("one", READ, ids=lambda one: str(one.id))
def test_an_answer_is_read_and_nothing_of_it_is_unknown(one: Operation[object], *, fill: Fill) -> None:
    schemas = list(_answers(one))
    assert schemas
    for schema in schemas:
        read = TypeAdapter(one.answer).validate_python(_value(schema, fill=fill))
        assert list(_unknown(read)) == []
