"""Names for objects: Pulumi names, Python identifiers and config keys.

A Pulumi name consists of the name of the object and that of its parent or environment. If several objects
would share a name, the oldest one keeps it, and the others get the end of their ids as a suffix. So a name
does not change when newer objects are created.
"""

from __future__ import annotations

import hashlib
import keyword
import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

_LONGEST: Final = 60
"""A longer part of a name is truncated to this length, and gets a hash of the whole as a suffix."""
_HASH_DIGITS: Final = 6
_ID_DIGITS: Final = 6

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Candidate:
    """The preferred name of an object. Age and id decide which of several objects gets it."""

    base: str
    created: str
    """The creation time in the API's format. An empty text sorts first."""
    object_id: str


def slug(text: str) -> str:
    """Return a text as a part of a Pulumi name: letters, digits, dots, hyphens and underscores.

    Example:
        >>> slug("Größe 1 / ETL")
        'Größe-1-ETL'

    """
    kept = (char if char.isalnum() or char in "._-" else "-" for char in unicodedata.normalize("NFC", text))
    found = re.sub(r"-{2,}", "-", "".join(kept)).strip("-")
    return _cut(found or f"x{digest(text)}", text, "-")


def identifier(text: str, word: str) -> str:
    """Return a text as a Python identifier in snake_case, with a word for the kind of object.

    A long identifier is truncated.

    Example:
        >>> identifier("ETL 1", "engine")
        'etl_1_engine'

    """
    base = _snake(text) or digest(text)
    if not base[0].isalpha():
        base = f"{word}_{base}"
    if base != word and not base.startswith(f"{word}_") and not base.endswith(f"_{word}"):
        base = f"{base}_{word}"
    return _cut(base, text, "_")


def module_name(text: str, word: str = "environment") -> str:
    """Return a text as a module name, with the word first if the text alone is not valid.

    Example:
        >>> module_name("class"), module_name("1st")
        ('environment_class', 'environment_1st')

    """
    base = _snake(text) or digest(text)
    if not base[0].isalpha() or keyword.iskeyword(base) or keyword.issoftkeyword(base):
        base = f"{word}_{base}"
    return _cut(base, text, "_")


def config_key(text: str) -> str:
    """Return a text as a key of stack config: ASCII letters, digits and hyphens.

    Example:
        >>> config_key("production-etl-1-heap-db.password")
        'production-etl-1-heap-db-password'

    """
    found = re.sub(r"[^A-Za-z0-9]+", "-", _ascii(text)).strip("-")
    return found if found and len(found) >= len(text) // 2 else f"{found}-{digest(text)}".strip("-")


def unique(
    wanted: Iterable[tuple[Key, Candidate]], taken: Iterable[str] = (), joint: Literal["-", "_"] = "-"
) -> dict[Key, str]:
    """Give each object a unique name.

    Args:
        wanted: The objects by any key, with their preferred names.
        taken: Names that are already in use.
        joint: The separator before the end of an id.

    Returns:
        The names by key. Of several objects with one name the oldest keeps it.

    """
    names: dict[Key, str] = {}
    used = set(taken)
    for key, one in sorted(wanted, key=lambda pair: _age(pair[1])):
        name, digits = one.base, _ID_DIGITS
        while name in used:
            name = f"{one.base}{joint}{_tail(one.object_id, digits)}"
            digits += _ID_DIGITS
        used.add(name)
        names[key] = name
    return names


def _age(one: Candidate) -> tuple[str, str]:
    return one.created, one.object_id


def _tail(object_id: str, digits: int) -> str:
    """Return the end of an id. If more than six digits are wanted and the id has fewer, return a hash."""
    plain = re.sub(r"[^0-9A-Za-z]", "", object_id)
    if digits <= max(len(plain), _ID_DIGITS):
        return plain[-digits:] or "0"
    return hashlib.sha256(f"{object_id}{digits}".encode()).hexdigest()[:12]


def _snake(text: str) -> str:
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
    return re.sub(r"[^a-z0-9]+", "_", _ascii(parts).lower()).strip("_")


def _ascii(text: str) -> str:
    """Return the text without accents and without letters of other scripts."""
    spelled = "".join(_SPELLED.get(char, char) for char in unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()


_SPELLED: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ø": "o"}
"""The ASCII spelling of letters that would otherwise lose their accent or vanish."""


def _cut(text: str, whole: str, joint: str) -> str:
    """Truncate a long name, and add a hash of the whole text."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST].rstrip('-_.')}{joint}{digest(whole)}"


def digest(text: str) -> str:
    """Return a short hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
