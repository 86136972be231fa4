"""The policy that no argument contains a secret in plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from talend_processing.jvm.arguments import parse
from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import PATTERNS, Setting, Settings
from talend_processing.provider.kinds.registry import object_specs, operation_specs
from talend_processing.provider.kinds.spec import Property, Role
from talend_processing.provider.kinds.values import Value
from talend_processing.secret_text import is_secret


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Check the arguments that the provider does not keep secret. A violation never shows the value."""
    for prop in subject.spec.arguments:
        if prop.secret or prop.role is Role.PARENT:
            continue
        for path in _secret_paths(prop.name, prop.wire, subject.values.get(prop.wire), _fields(prop)):
            if not settings.matches("except", path):
                yield f"{path} looks like a secret; remove it from this argument"


def _secret_paths(path: str, name: str, value: Value, fields: Mapping[str, Property]) -> Iterator[str]:
    """Yield the Python paths of all secrets in a value, such as `jvm_arguments[2]`."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            field = fields.get(key)
            if field is not None and not field.secret:
                yield from _secret_paths(f"{path}.{field.name}", key, item, _fields(field))
            elif field is None and not key.startswith("__"):
                yield from _secret_paths(f"{path}[{key!r}]", key, item, {})
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _secret_paths(f"{path}[{index}]", "", item, {})
    elif isinstance(value, str) and is_secret(value, name):
        yield path + _option_in_parentheses(value)


def _fields(prop: Property) -> dict[str, Property]:
    return {field.wire: field for field in prop.shape.fields}


def _option_in_parentheses(value: str) -> str:
    """Return " (-Dname)" if the secret is the value of a JVM system property, or an empty string."""
    options = (argument.option for argument in parse([value]) if is_secret(argument.text))
    option = next((option for option in options if option.startswith("-D")), "")
    return f" ({option})" if option else ""


POLICY = ResourcePolicy(
    name="no-secrets-in-plain-inputs",
    says="No argument contains a password, key or token in plain text.",
    why="Talend's console and API show the JVM arguments and parameters of run profiles to many users. A"
    " process list on the engine's machine shows the JVM arguments too.",
    fix="Refer to the secret by an environment variable (`${VARIABLE}`), a file, or a Databricks secret"
    " (`{{secrets/scope/key}}`). Pass a Databricks token as databricks.token, which stays secret.",
    level="advisory",
    severity="high",
    tags=("security",),
    settings={
        "except": Setting(
            PATTERNS,
            [],
            "Patterns of paths to ignore. The path is the part of a violation before `looks like`.",
        )
    },
    limits="The policy recognizes the shapes of known tokens, and names such as password. A value that is a"
    " Pulumi secret is a violation too, because the API shows it anyway.",
    kinds=tuple(sorted(object_specs() | operation_specs())),
    check=check,
)
