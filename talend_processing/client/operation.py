"""What the client knows of one operation of the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeAlias, TypeVar
from urllib.parse import quote

from talend_processing.client.errors import TalendError

Method: TypeAlias = Literal["GET", "POST", "PUT", "DELETE"]
AnswerKind: TypeAlias = Literal["json", "text", "none"]

Result = TypeVar("Result")
ResultT_co = TypeVar("ResultT_co", covariant=True)


@dataclass(frozen=True, kw_only=True)
class Operation(Generic[ResultT_co]):
    """One row of the table of operations."""

    id: str
    """The client's group and method that call it, such as `remote_engines.unpair`."""
    method: Method
    path: str
    """With the API's names of path variables in braces."""
    doing: str
    """What messages say was tried; may name path variables in braces, and `{name}`: the body's name."""
    answer: type[ResultT_co]
    """The model of the answer, `str` for plain text, `type(None)` for none."""
    success: tuple[int, ...] = (200,)
    permission: str | None = None
    """What the token's user needs, as far as it is documented."""
    query: tuple[str, ...] = ()
    """The API's names of query parameters."""
    search: str | None = None
    """The query parameter that takes FIQL."""
    replacement: str | None = None
    """The query parameter that takes the id of what tasks use afterwards."""
    repeatable: bool = False
    """Whether a POST changes nothing, so that it can be sent again whatever became of it."""
    hints: Mapping[int, str] = field(default_factory=dict)
    """What to do about a status, where more can be said than for all operations."""

    @property
    def kind(self) -> AnswerKind:
        """How the body of the answer is read."""
        if self.answer is str:
            return "text"
        return "none" if self.answer is type(None) else "json"

    @property
    def safe_to_repeat(self) -> bool:
        """Whether sending it twice has the effect of sending it once."""
        return self.method != "POST" or self.repeatable

    @property
    def path_variables(self) -> tuple[str, ...]:
        """The names in the path's braces, in their order."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))

    def path_of(self, *ids: str) -> str:
        """The path with the ids in it.

        Example:
            >>> get = Operation(id="x.get", method="GET", path="/things/{id}", doing="Reading", answer=str)
            >>> get.path_of("5d16")
            '/things/5d16'

        Raises:
            TalendError: An id cannot stand in a path.

        """
        names = self.path_variables
        if len(ids) != len(names):
            raise TypeError(f"{self.id} takes {len(names)} id(s), not {len(ids)}")
        path = self.path
        for name, value in zip(names, ids, strict=True):
            if not is_id(value):
                raise TalendError(
                    f"{self.doing_with(ids)}: {value!r} is no {name}. Give the id that the API shows",
                    outcome="not_sent",
                )
            path = path.replace("{" + name + "}", quote(value, safe=""), 1)
        return path

    def doing_with(self, ids: tuple[str, ...], body: Mapping[str, object] | None = None) -> str:
        """What was tried, on which object."""
        name = (body or {}).get("name") or (body or {}).get("executable")
        text = self.doing.replace("{name}", f' "{name}"' if isinstance(name, str) else "")
        for name, value in zip(self.path_variables, ids, strict=False):
            text = text.replace("{" + name + "}", value or "''")
        return text


def is_id(value: str) -> bool:
    """Whether a text can be an object's id, and so a part of a path."""
    return value not in {"", ".", ".."} and "/" not in value and "\\" not in value and value.isprintable()
