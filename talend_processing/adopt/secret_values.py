"""Find secrets in texts from the API, so that an export does not write them into a program."""

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
    """Return whether a value is the API's mask for a secret, such as `****`."""
    return bool(_MASKED.fullmatch(value))


def secret_in(value: str, name: str = "") -> Split | None:
    """Split a text into its secret and the parts around it. Return None if there is no secret.

    If a text contains several secrets, the whole text counts as the secret.

    Args:
        value: The text.
        name: The name of the argument, or the key in a map. Empty for an item of a list.

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
