"""Plain arguments contain no secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from talend_processing.jvm.arguments import parse
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import PATTERNS, Setting, Settings
from talend_processing.provider.kinds.registry import all_parts, all_specs
from talend_processing.provider.kinds.spec import Property, Role
from talend_processing.provider.kinds.values import Value
from talend_processing.secret_text import is_secret


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Check the arguments that are not kept secret. A violation names the argument, not the value."""
    for prop in subject.spec.arguments:
        if prop.secret or prop.role is Role.PARENT:
            continue
        for path in _secret_paths(prop.name, prop.wire, subject.values.get(prop.wire), _members(prop)):
            if not settings.matches("except", path):
                yield f"{path} looks like a secret; remove it from this argument"


def _secret_paths(path: str, name: str, value: Value, members: Mapping[str, Property]) -> Iterator[str]:
    """Yield the paths of secrets in a value, in the program's notation and without the secrets."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            member = members.get(key)
            if member is not None and not member.secret:
                yield from _secret_paths(f"{path}.{member.name}", key, one, _members(member))
            elif member is None and not key.startswith("__"):
                yield from _secret_paths(f"{path}[{key!r}]", key, one, {})
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _secret_paths(f"{path}[{number}]", "", one, {})
    elif isinstance(value, str) and is_secret(value, name):
        yield path + _system_property(value)


def _members(prop: Property) -> dict[str, Property]:
    return {member.wire: member for member in prop.shape.fields}


def _system_property(value: str) -> str:
    """Return the name of the system property that contains the secret, in parentheses, or an empty string."""
    options = (one.option for one in parse([value]) if is_secret(one.text))
    found = next((option for option in options if option.startswith("-D")), "")
    return f" ({found})" if found else ""


POLICY = ResourcePolicy(
    name="no-secrets-in-plain-inputs",
    says="Arguments that are not kept secret contain no password, key or token.",
    why="Talend's console and API show a run profile's JVM arguments and parameters to everybody with"
    " access to it, and a process list on the machine shows the JVM arguments.",
    fix="Refer to the secret as ${VARIABLE}, a file or {{secrets/scope/key}}. Pass a token of Databricks as"
    " databricks.token, which is kept secret.",
    level="advisory",
    severity="high",
    tags=("security",),
    settings={
        "except": Setting(
            PATTERNS, [], "Patterns of paths that may contain a secret. A violation shows the path."
        )
    },
    limits="It recognizes names such as password and the shapes of known tokens. It cannot see whether"
    " a value is a Pulumi secret. The API shows the value in both cases.",
    kinds=tuple(sorted(all_specs() | all_parts())),
    check=check,
)
