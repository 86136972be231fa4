"""The OpenAPI document, merged from the files in `nouns/`, and its operations."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import yaml

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None

FOLDER = Path(__file__).parent
METHODS = ("get", "post", "put", "delete")
_SHARED = ("schemas", "responses")  # the sections of a file besides its paths


@dataclass(frozen=True)
class Operation:
    """One operation of the document."""

    id: str
    method: str
    path: str
    supporting: bool
    """Whether the reference omits the operation, and clients need it."""
    query: frozenset[str]
    """The names of the query parameters."""
    takes_body: bool
    bodiless: frozenset[str]
    """The statuses without a body."""
    bare: frozenset[str]
    """The error statuses that the reference lists without a body, so that their body is optional."""


@cache
def document() -> Mapping[str, Json]:
    """Return the merged document, whose references all point to its own components."""
    root = mapping(_yaml(FOLDER / "openapi.yaml"))
    components = mapping(root["components"])
    paths: dict[str, Json] = {}
    for file in sorted((FOLDER / "nouns").glob("*.yaml")):
        part = mapping(_with_internal_references(_yaml(file)))
        for kind in _SHARED:
            found = mapping(part.get(kind, {}))
            known = mapping(components.setdefault(kind, {}))
            if duplicates := known.keys() & found.keys():
                raise ValueError(
                    f"{file.name}: {kind} {sorted(duplicates)} are already defined in another file"
                )
            known.update(found)
        paths.update(mapping(part.get("paths", {})))
    root["paths"] = {path: paths[path] for path in mapping(root["paths"])}
    return root


def _yaml(file: Path) -> Json:
    """Read a file with the C parser if PyYAML has it, which takes a tenth of the time."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(file.read_text("utf-8"), Loader=loader)  # noqa: S506 - both loaders are safe


@cache
def operations() -> tuple[Operation, ...]:
    """Return all operations, including the supporting ones, in the order of the document."""
    return tuple(
        _operation(method, path, mapping(item[method]))
        for path, item in ((path, mapping(item)) for path, item in mapping(document()["paths"]).items())
        for method in METHODS
        if method in item
    )


def operation_at(method: str, path: str) -> Operation | None:
    """Return the operation of a method and path, or None. Of several, its path has the fewest variables."""
    found = [
        operation
        for operation in operations()
        if operation.method == method.upper() and _pattern(operation.path).fullmatch(path)
    ]
    return min(found, key=lambda operation: operation.path.count("{"), default=None)


def reference_operations() -> list[tuple[str, str]]:
    """Return method and path of the operations in the reference, in its order."""
    lines = (FOLDER / "reference-operations.txt").read_text("utf-8").splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    return [(method, path) for method, path in pairs]


def references(node: Json) -> Iterator[str]:
    """Yield each `$ref` below a node."""
    match node:
        case dict():
            for key, value in node.items():
                if key == "$ref" and isinstance(value, str):
                    yield value
                else:
                    yield from references(value)
        case list():
            for value in node:
                yield from references(value)
        case _:
            return


def _operation(method: str, path: str, node: Mapping[str, Json]) -> Operation:
    parameters = node.get("parameters", [])
    named = [mapping(parameter) for parameter in parameters] if isinstance(parameters, list) else []
    responses = {status: mapping(response) for status, response in mapping(node["responses"]).items()}
    return Operation(
        id=str(node["operationId"]),
        method=method.upper(),
        path=path,
        supporting=node.get("x-supporting") is True,
        query=frozenset(str(parameter["name"]) for parameter in named if parameter["in"] == "query"),
        takes_body="requestBody" in node,
        bodiless=frozenset(
            status for status, response in responses.items() if not response.keys() & {"content", "$ref"}
        ),
        bare=frozenset(
            status
            for status, response in responses.items()
            if str(response.get("$ref")).endswith("/BareError")
        ),
    )


def _with_internal_references(node: Json) -> Json:
    """Return a node of a file with its references pointing to the components of the merged document."""
    match node:
        case dict():
            return {
                key: re.sub(r"^([a-z-]+\.yaml)?#/", "#/components/", value)
                if key == "$ref" and isinstance(value, str)
                else _with_internal_references(value)
                for key, value in node.items()
            }
        case list():
            return [_with_internal_references(value) for value in node]
        case _:
            return node


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))


def component(reference: Json) -> dict[str, Json]:
    """Return the component of the merged document that a reference names."""
    kind, name = str(reference).removeprefix("#/components/").split("/")
    return mapping(mapping(mapping(document()["components"])[kind])[name])


def mapping(node: Json) -> dict[str, Json]:
    """Return the node, which must be a mapping."""
    if not isinstance(node, dict):
        raise TypeError(f"the contract contains {node!r} instead of a mapping")
    return node
