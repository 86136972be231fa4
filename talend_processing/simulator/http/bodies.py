"""What the account's open rules make of a body before an operation sees it."""

from __future__ import annotations

from typing import Any

from talend_processing.simulator.control.switches import Switches
from talend_processing.simulator.http.responses import bad_request
from talend_processing.simulator.http.validation import Array, Kind, Shape

_ARGUMENTS = "jvmArguments"


def without_unknown(kind: Kind, value: Any) -> Any:
    """Return the value without the fields that its kind does not know."""
    if isinstance(kind, Shape) and isinstance(value, dict):
        known = {**kind.optional, **kind.required}
        return {name: without_unknown(known[name], item) for name, item in value.items() if name in known}
    if isinstance(kind, Array) and isinstance(value, list):
        return [without_unknown(kind.items, item) for item in value]
    return value


def fitted(body: Any, switches: Switches) -> Any:
    """Return a body with its name and JVM arguments as the account keeps them.

    Raises:
        ApiError: The account takes no such name or argument.

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
    bare = name.strip()
    if bare != name and switches["name_blanks"] != "keep":
        if switches["name_blanks"] == "refuse":
            raise bad_request("name: must not begin or end with a blank")
        name = bare
    if switches["name_unicode"] == "refuse" and not name.isascii():
        raise bad_request("name: must be ASCII")
    longest = switches["name_length"]
    if isinstance(longest, int | float) and len(name) > longest:
        raise bad_request(f"name: must not be longer than {longest:g} characters")
    return name


def _arguments(given: list[Any], switches: Switches) -> list[Any]:
    rule = switches["jvm_argument_entries"]
    if rule == "keep":
        return given
    parts = [part for entry in given for part in (_split(entry) if isinstance(entry, str) else [entry])]
    if rule == "refuse" and len(parts) != len(given):
        raise bad_request(f"{_ARGUMENTS}: an entry holds one argument")
    return parts if rule == "split" else given


def _split(entry: str) -> list[str]:
    """Divide an entry before each blank that is followed by a hyphen."""
    first, *rest = entry.split(" -")
    return [first, *(f"-{part}" for part in rest)]
