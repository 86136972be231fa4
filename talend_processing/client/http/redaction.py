"""Removal of credentials and other secrets from error messages, even if the server echoes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

_MAX_QUOTED_LENGTH = 300
"""Maximum length of a text that an error message quotes."""

_MIN_SECRET_LENGTH = 6
"""Minimum length of a secret that is searched for. Shorter values occur in ordinary words."""


def redact(text: str, secrets: Iterable[str]) -> str:
    """Return the text on one line, shortened, and with `[secret]` in place of every secret.

    Args:
        text: Text that came from the server or from httpx.
        secrets: Values that are known to be secret, such as the token of the call. Values of less than 6
            characters are not searched for. Text that only looks like a secret is masked too.

    Example:
        >>> redact("bad token t0p-secret", ["t0p-secret"])
        'bad token [secret]'

    """
    from talend_processing.secret_text import MASK, mask  # noqa: PLC0415 - importing secret_text takes time

    for secret in sorted({s for s in secrets if len(s) >= _MIN_SECRET_LENGTH}, key=len, reverse=True):
        text = text.replace(secret, MASK)
    text = " ".join(text.split())
    text = mask("".join(character for character in text if character.isprintable()))
    return text if len(text) <= _MAX_QUOTED_LENGTH else text[:_MAX_QUOTED_LENGTH] + "…"


def secrets_in(body: object, *, all_secret: bool = False) -> Iterator[str]:
    """Yield the strings of a request body that messages must not repeat.

    These are the strings in fields with a name such as `password`, and in a field `parameters`.

    Args:
        body: The body, or a part of it.
        all_secret: Whether every string in the body is secret.

    """
    from talend_processing.secret_text import is_secret_name  # noqa: PLC0415 - as above

    if isinstance(body, Mapping):
        for name, value in body.items():
            is_secret = is_secret_name(str(name)) or name == "parameters"
            yield from secrets_in(value, all_secret=all_secret or is_secret)
    elif isinstance(body, list | tuple):
        for value in body:
            yield from secrets_in(value, all_secret=all_secret)
    elif all_secret and isinstance(body, str):
        yield body
