"""Keeping credentials out of messages, even those that a server echoes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

_SHOWN = 300
"""A message quotes at most this many characters of an answer."""

_SHORTEST = 6
"""Shorter values are not searched for: they are part of ordinary words."""

_SCHEMES = re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{6,}", re.IGNORECASE)
_SECRET_NAMES = re.compile(r"token|secret|password|passphrase|credential", re.IGNORECASE)


def redacted(text: str, secrets: Iterable[str]) -> str:
    """The text on one line, not too long, and without any of the secrets.

    Example:
        >>> redacted("bad token t0p-secret", ["t0p-secret"])
        'bad token [hidden]'

    """
    for secret in sorted({s for s in secrets if len(s) >= _SHORTEST}, key=len, reverse=True):
        text = text.replace(secret, "[hidden]")
    text = " ".join(_SCHEMES.sub(r"\1 [hidden]", text).split())
    text = "".join(character for character in text if character.isprintable())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def secrets_of(body: object, *, hidden: bool = False) -> Iterator[str]:
    """The texts in a request's body that no message may repeat: tokens, passwords, parameters' values."""
    if isinstance(body, Mapping):
        for name, value in body.items():
            secret = bool(_SECRET_NAMES.search(str(name))) or name == "parameters"
            yield from secrets_of(value, hidden=hidden or secret)
    elif isinstance(body, list | tuple):
        for value in body:
            yield from secrets_of(value, hidden=hidden)
    elif hidden and isinstance(body, str):
        yield body
