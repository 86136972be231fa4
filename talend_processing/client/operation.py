"""`Operation` describes an operation of the API. `Call` is one use of it, with ids and a body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, Literal, TypeAlias, TypeVar
from urllib.parse import quote

from talend_processing.client.errors import TalendError

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
"""Any JSON value."""
JsonObject: TypeAlias = dict[str, JsonValue]
"""A JSON object with the API's names (camelCase) as keys."""

Body: TypeAlias = Mapping[str, object]
"""A JSON object to send, with the API's names as keys."""
ParameterValue: TypeAlias = str | int | bool | None
Parameters: TypeAlias = Mapping[str, ParameterValue]
"""URL parameters, with the API's names as keys. Parameters that are None are left out."""
BeforeSend: TypeAlias = Callable[[], None] | None
"""A function that runs right before every attempt to send a request. If it raises, nothing is sent."""

Method: TypeAlias = Literal["GET", "POST", "PUT", "DELETE"]
ResponseFormat: TypeAlias = Literal["json", "text", "none"]

Result = TypeVar("Result")
ResultT_co = TypeVar("ResultT_co", covariant=True)


@dataclass(frozen=True, kw_only=True)
class Operation(Generic[ResultT_co]):
    """An operation of the API.

    Example:
        >>> get = Operation(method="GET", path="/things/{id}", summary="Reading thing {id}", result=str)
        >>> get.path_of("5d16")
        '/things/5d16'
        >>> get.describe(("5d16",))
        'Reading thing 5d16'

    """

    method: Method
    path: str
    """Path such as `/things/{id}`, with the variable names of the API's reference."""
    summary: str
    """Start of error messages, such as `Reading thing {id}` or `Creating thing {name}`.

    Ids replace the path's variables. `{name}` becomes `"etl"` if the body's `name` or `executable` is `etl`,
    and is removed if the body has neither.
    """
    result: type[ResultT_co]
    """Model of the response, `str` for plain text, `type(None)` if the response's body is ignored."""
    permission: str | None = None
    """Permission that the token's user needs; None if it is not documented."""
    query_parameter: str | None = None
    """URL parameter that takes a filter in FIQL, the API's query language."""
    replacement_parameter: str | None = None
    """URL parameter that takes the id of the run profile that replaces the deleted one in tasks."""
    repeatable_post: bool = False
    """Whether a POST can be sent twice without harm, for example because it only searches."""
    hints: Mapping[int, str] = field(default_factory=dict)
    """Maps HTTP statuses to advice for error messages, in place of the general advice in `http/hints.py`."""

    @cached_property
    def response_format(self) -> ResponseFormat:
        """How the body of the response is read."""
        if self.result is str:
            return "text"
        return "none" if self.result is type(None) else "json"

    @property
    def idempotent(self) -> bool:
        """Whether sending a call twice has the same effect as sending it once."""
        return self.method != "POST" or self.repeatable_post

    @cached_property
    def path_variables(self) -> tuple[str, ...]:
        """Names of the path's variables, in the order of the path."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))

    def path_of(self, *ids: str) -> str:
        """Return the path with the ids in place of its variables.

        Raises:
            TalendError: An id is not valid, for example empty.
            TypeError: The number of ids is wrong.

        """
        variables = self.path_variables
        if len(ids) != len(variables):
            raise TypeError(f"{self.method} {self.path} takes {len(variables)} id(s), not {len(ids)}")
        path = self.path
        for variable, object_id in zip(variables, ids, strict=True):
            if not is_id(object_id):
                raise TalendError(
                    f"{self.describe(ids)}: {object_id!r} is not a valid {variable}. Give an id from the API",
                    outcome="not_sent",
                )
            path = path.replace("{" + variable + "}", quote(object_id, safe=""), 1)
        return path

    def describe(self, ids: tuple[str, ...], body: Mapping[str, object] | None = None) -> str:
        """Return the summary with its variables filled in."""
        name = (body or {}).get("name") or (body or {}).get("executable")
        text = self.summary.replace(" {name}", f' "{name}"' if isinstance(name, str) else "")
        for variable, object_id in zip(self.path_variables, ids, strict=False):
            text = text.replace("{" + variable + "}", object_id or "''")
        return text


@dataclass(frozen=True, kw_only=True)
class Call(Generic[ResultT_co]):
    """A call of an operation. Every attempt to send it uses this same object.

    Raises:
        TalendError: An id is not valid, for example empty.

    """

    operation: Operation[ResultT_co]
    ids: tuple[str, ...] = ()
    """Ids for the variables of the path, in their order."""
    parameters: Parameters | None = None
    body: Body | None = field(default=None, repr=False)
    timeout: float | None = None
    """Seconds to wait for the response; None for the client's setting."""
    before_send: BeforeSend = None
    authorization: str | None = field(default=None, repr=False)
    """Value of the Authorization header; None for the client's token."""
    form: bool = False
    """Whether the body is sent as a form instead of JSON."""
    accept: str | None = None
    """Value of the Accept header; None for the format that the operation returns."""
    path: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", self.operation.path_of(*self.ids))

    @cached_property
    def description(self) -> str:
        """Description of the call in error messages."""
        return self.operation.describe(self.ids, self.body)


def is_id(value: str) -> bool:
    """Return whether a string can be an id in a path. `""`, `..` and `a/b` cannot."""
    return value not in {"", ".", ".."} and "/" not in value and "\\" not in value and value.isprintable()
