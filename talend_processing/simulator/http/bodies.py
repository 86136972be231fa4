"""Normalization of request bodies by the switches, before an operation handles them."""

from __future__ import annotations

from typing import Any

from talend_processing.simulator.control.open_rules import Switches
from talend_processing.simulator.http.responses import bad_request
from talend_processing.simulator.http.validation import Array, Kind, Shape

_ARGUMENTS = "jvmArguments"


def without_unknown(kind: Kind, value: Any) -> Any:
    """Return the value without the fields that its type does not have."""
    if isinstance(kind, Shape) and isinstance(value, dict):
        known = {**kind.optional, **kind.required}
        return {name: without_unknown(known[name], item) for name, item in value.items() if name in known}
    if isinstance(kind, Array) and isinstance(value, list):
        return [without_unknown(kind.items, item) for item in value]
    return value


def normalized(body: Any, switches: Switches) -> Any:
    """Return the body with its name and JVM arguments in the form in which the account stores them.

    Raises:
        ApiError: The switches reject the name or an argument.

    """
    if not isinstance(body, dict):
        return body
    found = dict(body)
    if isinstance(found.get("name"), str):
        found["name"] = _name(found["name"], switches)
    if isinstance(found.get(_ARGUMENTS), list):
        found[_ARGUMENTS] = _arguments(found[_ARGUMENTS], switches)
    return found


def _name(name: str, switches: Switches) -> str:
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


def _arguments(given: list[Any], switches: Switches) -> list[Any]:
    rule = switches["jvm_argument_entries"]
    if rule == "keep":
        return given
    parts = [part for entry in given for part in (_split(entry) if isinstance(entry, str) else [entry])]
    if rule == "refuse" and len(parts) != len(given):
        raise bad_request(f"{_ARGUMENTS}: each entry must be one argument")
    return parts if rule == "split" else given


def _split(entry: str) -> list[str]:
    """Divide an entry before each blank that is followed by a hyphen."""
    first, *rest = entry.split(" -")
    return [first, *(f"-{part}" for part in rest)]
