"""Find the secrets in texts of an account. An export must not write them into a program."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from talend_processing.secret_text import MASK, is_secret, mask

_MASKED: Final = re.compile(r"[*•.…]+")


class Split(NamedTuple):
    """A text, split into its secret and the parts around it."""

    before: str
    secret: str
    after: str


def is_masked(value: str) -> bool:
    """Return whether a value is the API's mask for a secret."""
    return bool(_MASKED.fullmatch(value))


def secret_in(value: str, name: str = "") -> Split | None:
    """Split a text into its secret and the parts around it. Return None if it contains no secret.

    A text with several secrets is secret as a whole.

    Args:
        value: The text.
        name: The name of its argument or its key in a map. Empty for an item of a list.

    Example:
        >>> secret_in("-Ddb.password=hunter22")
        Split(before='-Ddb.password=', secret='hunter22', after='')

    """
    if not is_secret(value, name):
        return None
    before, *rest = mask(value, name).split(MASK)
    if len(rest) == 1 and MASK not in value and value.startswith(before) and value.endswith(rest[0]):
        secret = value[len(before) : len(value) - len(rest[0])]
        if secret:
            return Split(before, secret, rest[0])
    return Split("", value, "")
