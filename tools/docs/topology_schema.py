"""The JSON Schema of topology files, from the dataclasses and the declarations of the resources."""

from __future__ import annotations

import json
import typing
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any

from talend_processing import Topology
from talend_processing.components.plain_data import field_types, required_fields
from talend_processing.components.validation import PROFILES, RUNTIMES
from talend_processing.provider.declare.declaration import spec_of
from talend_processing.provider.declare.descriptions import attribute_docstrings
from talend_processing.provider.kinds.spec import Property

Schema = dict[str, Any]
_TYPES: dict[Any, str] = {str: "string", int: "integer", bool: "boolean"}


def schema() -> Schema:
    """Return the schema of a topology. It does not cover references between objects."""
    hints = field_types(Topology)
    lists: Schema = {}
    for runtimes, resource in RUNTIMES.items():
        described = typing.get_args(hints[runtimes])[0]
        inside = {
            profiles: _list(_object(typing.get_args(field_types(described)[profiles])[0], _arguments(kind)))
            for (owner, profiles), kind in PROFILES.items()
            if owner == runtimes
        }
        lists[runtimes] = _list(_object(described, _arguments(resource), inside))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The runtimes of one environment",
        **_object(Topology, {}, lists),
    }


def text() -> str:
    """Return the schema as published text."""
    return json.dumps(schema(), indent=2) + "\n"


def _arguments(resource: Any) -> Mapping[str, Property]:
    return {prop.name: prop for prop in spec_of(resource).arguments}


def _object(
    cls: type, arguments: Mapping[str, Property], inside: Mapping[str, Schema] | None = None
) -> Schema:
    texts, given = attribute_docstrings(cls), dict(inside or {})
    properties = {}
    for name, hint in field_types(cls).items():
        one = given.get(name) or _value(hint, arguments.get(name))
        if name not in required_fields(cls):
            one = (
                {"anyOf": [one, {"type": "null"}]}
                if "enum" in one
                else {**one, "type": [one["type"], "null"]}
            )
        properties[name] = {"description": texts[name], **one}
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in field_types(cls) if name in required_fields(cls)],
        "additionalProperties": False,
    }


def _value(hint: Any, prop: Property | None) -> Schema:
    if is_dataclass(hint) and isinstance(hint, type):
        return _object(hint, {member.name: member for member in prop.shape.fields} if prop else {})
    if typing.get_origin(hint) is Sequence:
        return _list(_value(typing.get_args(hint)[0], prop))
    if typing.get_origin(hint) is Mapping:
        return {"type": "object", "additionalProperties": {"type": "string"}}
    return {"type": _TYPES[hint], **(_limits(prop) if prop else {})}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _limits(prop: Property) -> Schema:
    """Return the limits of the resource's own check that a schema can express."""
    texts = prop.shape.kind == "text" or (prop.shape.item is not None and prop.shape.item.kind == "text")
    pattern = None if prop.blank else r"\S"
    limits: Schema = {
        "enum": list(prop.only),
        "examples": list(prop.known),
        "pattern": pattern if texts else None,
        "maxLength": prop.at_most if texts else None,
        "minimum": prop.at_least if prop.shape.kind == "integer" else None,
        "maximum": prop.at_most if prop.shape.kind == "integer" else None,
    }
    return {name: limit for name, limit in limits.items() if limit not in (None, [])}
