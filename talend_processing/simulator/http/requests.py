"""Requests as received, and the parsing and validation of their parameters and bodies."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from talend_processing.simulator.control.open_rules import Switches
from talend_processing.simulator.http.operations import Operation
from talend_processing.simulator.http.responses import ApiError, bad_request
from talend_processing.simulator.http.validation import Array, Shape, ValueType

_SECRET_FIELDS = {"client_secret", "token", "access_token", "password"}
_JVM_ARGUMENTS = "jvmArguments"
_VERSION_PARAMETER = "talendVersion"
"""A query parameter that every operation ignores."""


@dataclass(slots=True)
class Request:
    """A request as received, with header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    content: bytes = b""


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def parse_query(parameters: Mapping[str, str], operation: Operation, switches: Switches) -> dict[str, object]:
    """Parse and validate the query parameters of a request.

    Raises:
        ApiError: A parameter is unknown or invalid (400).

    """
    values: dict[str, object] = {}
    errors: list[str] = []
    for name, text in parameters.items():
        value_type = operation.query.get(name)
        if value_type is not None:
            values[name] = value_type.read(text)
            errors += value_type.errors(values[name], name)
        elif name != _VERSION_PARAMETER and switches["unknown_query"] == "refuse":
            errors.append(f"unknown query parameter: {name}")
    if errors:
        raise bad_request(errors[0], "; ".join(errors))
    return values


def parse_body(request: Request, operation: Operation, switches: Switches) -> Any:
    """Parse and validate the body of a request, and apply the switches that change bodies.

    Return None if the operation takes no body, or if the body is optional and missing.

    Raises:
        ApiError: The media type is unsupported (415), or the body is invalid (400).

    """
    value_type = operation.body
    if value_type is None or (not request.content and operation.body_optional):
        return None
    body = _decoded(request, operation, switches)
    fields_to_store = _unlisted_fields_to_store(operation, value_type, body, switches)
    if fields_to_store:
        body = {name: value for name, value in body.items() if name not in fields_to_store}
    if switches["unknown_fields"] == "ignore":
        body = _without_unknown_fields(value_type, body)
    if errors := list(value_type.errors(body, "")):
        raise bad_request(errors[0], "; ".join(errors))
    # The body of a search contains criteria, not an object to store.
    if isinstance(body, dict) and not operation.id.startswith("search_"):
        body = _normalized(body, switches) | fields_to_store
    return body


def _decoded(request: Request, operation: Operation, switches: Switches) -> Any:
    media_type = _media_type(request.headers)
    is_form = operation.form and media_type == "application/x-www-form-urlencoded"
    only_accepted = switches["token_encodings"]
    if operation.form and only_accepted == ("json" if is_form else "form"):
        raise ApiError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "Unsupported Media Type",
            f"{media_type or 'a missing Content-Type'} is not accepted",
        )
    if is_form:
        return _read_form(request.content)
    if media_type != "application/json":
        raise ApiError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "Unsupported Media Type",
            f"Content-Type must be application/json, but is {media_type or 'missing'}",
        )
    try:
        return _read_json(request.content)
    except (ValueError, RecursionError) as error:
        raise bad_request("The body is not valid JSON", str(error)) from error


def _read_form(content: bytes) -> dict[str, str]:
    return dict(parse_qsl(content.decode(errors="replace"), keep_blank_values=True))


def _read_json(content: bytes) -> Any:
    return json.loads(content, parse_constant=_reject_number, parse_float=_parse_finite)


def _parse_finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _reject_number(text)


def _reject_number(text: str) -> Any:
    raise ValueError(f"{text} is not a finite number")


def _unlisted_fields_to_store(
    operation: Operation, value_type: ValueType, body: Any, switches: Switches
) -> dict[str, Any]:
    """Return the fields that a PUT of a run profile stores although the reference does not list them."""
    updates_run_profile = operation.method == "PUT" and "run-profiles" in operation.path
    if not updates_run_profile or switches["profile_new_members"] != "store":
        return {}
    if not isinstance(value_type, Shape) or not isinstance(body, dict):
        return {}
    return {
        name: value
        for name, value in body.items()
        if name not in {*value_type.required, *value_type.optional}
    }


def _without_unknown_fields(value_type: ValueType, value: Any) -> Any:
    """Return the value without unknown fields, at every depth."""
    if isinstance(value_type, Shape) and isinstance(value, dict):
        known_fields = {**value_type.optional, **value_type.required}
        return {
            name: _without_unknown_fields(known_fields[name], item)
            for name, item in value.items()
            if name in known_fields
        }
    if isinstance(value_type, Array) and isinstance(value, list):
        return [_without_unknown_fields(value_type.items, item) for item in value]
    return value


def _normalized(body: dict[str, Any], switches: Switches) -> dict[str, Any]:
    """Apply the switches for names and JVM arguments to the body.

    Raises:
        ApiError: A switch refuses the name or an argument (400).

    """
    result = dict(body)
    if "name" in result:
        result["name"] = _normalized_name(result["name"], switches)
    if _JVM_ARGUMENTS in result:
        result[_JVM_ARGUMENTS] = _normalized_arguments(result[_JVM_ARGUMENTS], switches)
    return result


def _normalized_name(name: str, switches: Switches) -> str:
    stripped = name.strip()
    if stripped != name and switches["name_blanks"] != "keep":
        if switches["name_blanks"] == "refuse":
            raise bad_request("name: must not begin or end with a blank")
        name = stripped
    if switches["name_unicode"] == "refuse" and not name.isascii():
        raise bad_request("name: must be ASCII")
    max_length = switches["name_length"]
    if isinstance(max_length, int | float) and len(name) > max_length:
        raise bad_request(f"name: must not be longer than {max_length:g} characters")
    return name


def _normalized_arguments(entries: list[str], switches: Switches) -> list[str]:
    rule = switches["jvm_argument_entries"]
    if rule == "keep":
        return entries
    parts = [part for entry in entries for part in _split(entry)]
    if rule == "refuse" and len(parts) != len(entries):
        raise bad_request(f"{_JVM_ARGUMENTS}: each entry must be one argument")
    return parts if rule == "split" else entries


def _split(entry: str) -> list[str]:
    """Split `-Xms1g -Xmx2g` into `-Xms1g` and `-Xmx2g`."""
    first, *rest = entry.split(" -")
    return [first, *(f"-{part}" for part in rest)]


def loggable_body(request: Request) -> object:
    """Return the body for the journal. Mask the credentials in a request to the token endpoint."""
    if not request.content:
        return None
    has_credentials = request.target.startswith("/security/")
    if _media_type(request.headers) == "application/x-www-form-urlencoded":
        body: object = _read_form(request.content)
    else:
        try:
            body = _read_json(request.content)
        except (ValueError, RecursionError):
            body = request.content.decode(errors="replace")
    if not has_credentials:
        return body
    if not isinstance(body, dict):
        return "***"
    return {name: "***" if name in _SECRET_FIELDS else value for name, value in body.items()}
