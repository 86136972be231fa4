"""The operations that the modules in `resources` register, and the routes to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.http.responses import ApiError, Response
from talend_processing.simulator.http.validation import ValueType


@dataclass(frozen=True, slots=True)
class Caller:
    """The user or service account whose token a request carries."""

    user_id: str = "simulated-user"
    user_type: str = "HUMAN"
    permissions: frozenset[str] | None = None
    """None means all permissions."""


@dataclass(frozen=True, slots=True)
class Call:
    """A validated request, as an operation's handler receives it."""

    account: Account
    path: Mapping[str, str]
    """The values of the path variables."""
    query: Mapping[str, Any]
    body: Any
    headers: Mapping[str, str]
    caller: Caller

    def require_text_accepted(self, switch: str, action: str) -> None:
        """Raise a 406 if the named switch is `refuse` and the client does not accept text/plain.

        Do nothing if the switch `string_bodies` is `json`, because the response is then JSON.
        """
        switches, accept = self.account.switches, self.headers.get("accept", "*/*")
        if switches[switch] == "allow" or switches["string_bodies"] == "json":
            return
        if not any(media_type in accept for media_type in ("*/*", "text/*", "text/plain")):
            details = f"the response to {action} is text/plain"
            raise ApiError(HTTPStatus.NOT_ACCEPTABLE, "Not Acceptable", details)


@dataclass(frozen=True, slots=True)
class Pending:
    """A response that is not ready yet. The server calls `response` until the result is not None."""

    response: Callable[[], Response | None]


Handler = Callable[[Call], Response | Pending]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API."""

    id: str
    method: str
    path: str
    handler: Handler = field(repr=False)
    query: Mapping[str, ValueType] = field(default_factory=dict)
    body: ValueType | None = None
    body_optional: bool = False
    form: bool = False
    """Whether the body may also be form-encoded."""
    permission: str | None = None
    or_permission: str | None = None
    """Another permission that also grants access."""
    public: bool = False
    """Whether the operation needs no bearer token."""
    supporting: bool = False
    """Whether the operation is missing from the reference, but served because programs need it."""
    errors_without_body: bool = False
    """Whether the reference lists the operation's error statuses without a body."""


OPERATIONS: list[Operation] = []
"""All operations that the simulator serves."""


def operation(operation_id: str, method: str, path: str, **options: Any) -> Callable[[Handler], Handler]:
    """Register the decorated function as an operation's handler. `options` are fields of `Operation`."""

    def register(handler: Handler) -> Handler:
        OPERATIONS.append(Operation(operation_id, method, path, handler, **options))
        return handler

    return register


@dataclass(frozen=True, slots=True)
class Routing:
    """The operation that serves a request, or else the methods that the path allows."""

    operation: Operation | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    allowed_methods: Sequence[str] = ()


@dataclass(slots=True)
class _Node:
    """A path segment, in a tree of all paths."""

    static: dict[str, _Node] = field(default_factory=dict)
    variable: _Node | None = None
    methods: dict[str, tuple[Operation, tuple[str, ...]]] = field(default_factory=dict)
    """Maps each method to its operation and the names of the path variables."""


class Routes:
    """Finds the operation of a method and path. Fixed segments take precedence over variables."""

    def __init__(self, operations: list[Operation]) -> None:
        self._root = _Node()
        for served_operation in operations:
            node, variable_names = self._root, []
            for segment in served_operation.path.split("/")[1:]:
                if segment.startswith("{"):
                    variable_names.append(segment[1:-1])
                    node.variable = node.variable or _Node()
                    node = node.variable
                else:
                    node = node.static.setdefault(segment, _Node())
            if served_operation.method in node.methods:
                raise ValueError(f"{served_operation.method} {served_operation.path} is served twice")
            node.methods[served_operation.method] = (served_operation, tuple(variable_names))

    def find(self, method: str, raw_path: str) -> Routing:
        """Return the routing of a request. For an unknown path, `allowed_methods` is empty."""
        allowed_methods: list[str] = []
        for node, values in _matching_nodes(self._root, raw_path.split("/")[1:], ()):
            if method in node.methods:
                served_operation, variable_names = node.methods[method]
                return Routing(served_operation, dict(zip(variable_names, values, strict=True)))
            allowed_methods += node.methods
        return Routing(allowed_methods=sorted(set(allowed_methods)))


def _matching_nodes(
    node: _Node, segments: list[str], values: tuple[str, ...]
) -> Iterator[tuple[_Node, tuple[str, ...]]]:
    """Yield each node that has operations and matches the segments, with the values of the path variables."""
    if not segments:
        if node.methods:
            yield node, values
        return
    segment, rest = segments[0], segments[1:]
    static_node = node.static.get(segment)
    if static_node is not None:
        yield from _matching_nodes(static_node, rest, values)
    if node.variable is not None and segment:
        yield from _matching_nodes(node.variable, rest, (*values, unquote(segment)))
