"""What gives a secret away: the name that it stands under, or the shape of the value itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from talend_processing.policies import jvm
from talend_processing.provider.declare.spec import Property, ResourceSpec, Role
from talend_processing.provider.declare.values import Value

_NAMES: Final = re.compile(
    r"passw(or)?d|passphrase|pwd$|secret|token|credential|api[-_.]?key|access[-_.]?key|account[-_.]?key"
    r"|private[-_.]?key",
    re.IGNORECASE,
)
_NAMES_OF_OTHER_THINGS: Final = re.compile(
    r"(file|path|location|url|uri|type|class|provider|alias|expiry|endpoint|scope)$", re.IGNORECASE
)
_REFERENCE: Final = re.compile(r"\$\{.+\}|\{\{.+\}\}|%\w+%|\$\w+|true|false|\d{1,4}", re.IGNORECASE)
"""A value that names where the secret is, as ${VARIABLE} or {{secrets/scope/key}}, or that can be none."""
_VALUES: Final = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    re.compile(r"\bAKIA[0-9A-Z]{16}\b"),  # AWS
    re.compile(r"\bdapi[0-9a-f]{32}\b"),  # Databricks
    re.compile(r"\bgh[pousr]_\w{36,}"),  # GitHub
    re.compile(r"\bxox[abprs]-[\w-]{10,}"),  # Slack
    re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"),  # a JSON Web Token
    re.compile(r"\w+://[^/\s:@]+:(?!\$|\{)[^/\s@]+@"),  # a password in an address
)


def places(spec: ResourceSpec, values: Mapping[str, Value]) -> Iterator[str]:
    """Where a resource gives a secret away, as a program writes the place; never the value.

    Arguments that are kept secret by their declaration are left out, and so is what is not known yet.
    """
    for prop in spec.arguments:
        if not prop.secret and prop.role is not Role.PARENT:
            yield from _within(prop.name, prop.wire, values.get(prop.wire), _members(prop))


def _members(prop: Property) -> dict[str, Property]:
    return {member.wire: member for member in prop.shape.fields}


def _within(path: str, name: str, value: Value, members: Mapping[str, Property]) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            member = members.get(key)
            if member is not None and not member.secret:
                yield from _within(f"{path}.{member.name}", key, one, _members(member))
            elif member is None and not key.startswith("__"):
                yield from _within(f"{path}[{key!r}]", key, one, {})
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _within(f"{path}[{number}]", "", one, {})
    elif isinstance(value, str) and _gives_away(name, value):
        yield path + _flag(value)


def _gives_away(name: str, value: str) -> bool:
    (argument,) = jvm.parsed([value])
    name, told = (argument.key, argument.value) if argument.key else (name, value)
    if any(shape.search(value) for shape in _VALUES):
        return True
    named = _NAMES.search(name) and not _NAMES_OF_OTHER_THINGS.search(name)
    return bool(named and told and not _REFERENCE.fullmatch(told))


def _flag(value: str) -> str:
    """The name of a JVM's property, which tells one argument from another and is no secret."""
    found = re.match(r"-D([\w.-]+)=", value)
    return f" (-D{found[1]})" if found else ""
