"""One call of an operation: what is sent, and what error messages may say about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from talend_processing.client.http.redaction import redact, secrets_in
from talend_processing.client.operation import Operation

QueryValue: TypeAlias = str | int | bool | None
Query: TypeAlias = Mapping[str, QueryValue]
"""Query parameters by the API's names. Those that are None are left out."""
Body: TypeAlias = Mapping[str, object]
"""JSON object by the API's names."""
BeforeSend: TypeAlias = Callable[[], None] | None
"""Called right before every attempt. It prevents the attempt by raising an error."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call of an operation on certain objects, for all its attempts."""

    operation: Operation[object]
    ids: tuple[str, ...] = ()
    query: Query | None = None
    body: Body | None = field(default=None, repr=False)
    timeout: float | None = None
    """Seconds to wait for the response; None for the client's setting."""
    before: BeforeSend = None
    authorization: str | None = field(default=None, repr=False)
    """Value of the Authorization header; None for the client's token."""
    form: bool = False
    """Whether the body is sent as a form instead of JSON."""
    accepts: str | None = None
    """Value of the Accept header; None for the one that suits the operation."""
    path: str = field(init=False)
    description: str = field(init=False)
    """What error messages say was tried."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", self.operation.path_of(*self.ids))
        object.__setattr__(self, "description", self.operation.describe(self.ids, self.body))

    @property
    def accept(self) -> str:
        """Value of the Accept header."""
        if self.accepts is not None:
            return self.accepts
        # Operations that respond with plain text refuse clients that accept JSON only.
        return "*/*" if self.operation.response_format == "text" else "application/json"

    @property
    def parameters(self) -> dict[str, str]:
        """Query parameters as the URL has them."""
        return {name: _text(value) for name, value in (self.query or {}).items() if value is not None}

    def redact(self, text: str, secrets: tuple[str, ...]) -> str:
        """Return a text of the server or the network without these secrets and those of the body."""
        return redact(text, (*secrets, *secrets_in(self.body)))


def _text(value: str | int | bool) -> str:  # noqa: FBT001 - a query parameter of any type
    return str(value).lower() if isinstance(value, bool) else str(value)
