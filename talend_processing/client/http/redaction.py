"""Removal of credentials from error messages, even if the server echoes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

_MAX_QUOTED = 300
"""Maximum number of characters of a response that an error message quotes."""

_MIN_SECRET = 6
"""Length below which a secret is not searched for: short values are parts of ordinary words."""

_SCHEMES = re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{6,}", re.IGNORECASE)
_SECRET_NAMES = re.compile(r"token|secret|password|passphrase|credential", re.IGNORECASE)


def redact(text: str, secrets: Iterable[str]) -> str:
    """Return the text on one line, shortened, and with `[hidden]` in place of every secret.

    Example:
        >>> redact("bad token t0p-secret", ["t0p-secret"])
        'bad token [hidden]'

    """
    for secret in sorted({s for s in secrets if len(s) >= _MIN_SECRET}, key=len, reverse=True):
        text = text.replace(secret, "[hidden]")
    text = " ".join(_SCHEMES.sub(r"\1 [hidden]", text).split())
    text = "".join(character for character in text if character.isprintable())
    return text if len(text) <= _MAX_QUOTED else text[:_MAX_QUOTED] + "…"


def secrets_in(body: object, *, hidden: bool = False) -> Iterator[str]:
    """Yield the strings of a request body that no message may repeat.

    These are the values of members that are named like a secret, and the values of a task's parameters.
    """
    if isinstance(body, Mapping):
        for name, value in body.items():
            secret = bool(_SECRET_NAMES.search(str(name))) or name == "parameters"
            yield from secrets_in(value, hidden=hidden or secret)
    elif isinstance(body, list | tuple):
        for value in body:
            yield from secrets_in(value, hidden=hidden)
    elif hidden and isinstance(body, str):
        yield body
