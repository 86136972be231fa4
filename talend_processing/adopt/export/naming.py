"""Names for objects: Pulumi names, Python identifiers and config keys.

If several objects want the same name, the oldest one gets it, and the others get the end of their ids as a
suffix. So a name does not change when newer objects are created.
"""

from __future__ import annotations

import hashlib
import keyword
import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

_MAX_LENGTH: Final = 60
"""A longer name is truncated to this length, and gets a hash as a suffix."""
_HASH_LENGTH: Final = 6
_ID_LENGTH: Final = 6
"""A suffix has this many characters of the id, or more if the name is still not unique."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Candidate:
    """A name that an object wants. If several objects want it, the oldest gets it."""

    name: str
    created: str
    """The creation time in the API's format. Without one, the object counts as the oldest."""
    object_id: str


def slug(text: str) -> str:
    """Turn a text into a part of a Pulumi name: letters, digits, dots, hyphens and underscores.

    Example:
        >>> slug("Größe 1 / ETL")
        'Größe-1-ETL'

    """
    chars = (char if char.isalnum() or char in "._-" else "-" for char in unicodedata.normalize("NFC", text))
    name = re.sub(r"-{2,}", "-", "".join(chars)).strip("-")
    return _truncate(name or f"x{digest(text)}", text, "-")


def identifier(text: str, word: str) -> str:
    """Turn a text into a Python identifier in snake_case that contains a word for the kind of object.

    Example:
        >>> identifier("ETL 1", "engine")
        'etl_1_engine'

    """
    base = _snake(text) or digest(text)
    if not base[0].isalpha():
        base = f"{word}_{base}"
    if base != word and not base.startswith(f"{word}_") and not base.endswith(f"_{word}"):
        base = f"{base}_{word}"
    return _truncate(base, text, "_")


def module_name(text: str, word: str = "environment") -> str:
    """Turn a text into a module name. Put `word` in front if the text begins with a digit or is a keyword.

    Example:
        >>> module_name("class"), module_name("1st")
        ('environment_class', 'environment_1st')

    """
    base = _snake(text) or digest(text)
    if not base[0].isalpha() or keyword.iskeyword(base) or keyword.issoftkeyword(base):
        base = f"{word}_{base}"
    return _truncate(base, text, "_")


def config_key(text: str) -> str:
    """Turn a text into a key of the stack's config: ASCII letters, digits and hyphens.

    Example:
        >>> config_key("production-etl-1-heap-db.password")
        'production-etl-1-heap-db-password'

    """
    key = re.sub(r"[^A-Za-z0-9]+", "-", _ascii(text)).strip("-")
    # if most of the letters were lost, only the hash makes the key unique
    return key if key and len(key) >= len(text) // 2 else f"{key}-{digest(text)}".strip("-")


def unique(
    wanted: Iterable[tuple[Key, Candidate]], taken: Iterable[str] = (), separator: Literal["-", "_"] = "-"
) -> dict[Key, str]:
    """Return a unique name for each object, by its key.

    Args:
        wanted: For each object a key, and the name that it wants.
        taken: Names that are already in use.
        separator: The character before the suffix, which is the end of the id.

    """
    names: dict[Key, str] = {}
    used = set(taken)
    for key, candidate in sorted(wanted, key=lambda pair: _oldest_first(pair[1])):
        name, suffix_length = candidate.name, _ID_LENGTH
        while name in used:
            name = f"{candidate.name}{separator}{_suffix(candidate.object_id, suffix_length)}"
            suffix_length += _ID_LENGTH
        used.add(name)
        names[key] = name
    return names


def _oldest_first(candidate: Candidate) -> tuple[str, str]:
    return candidate.created, candidate.object_id


def _suffix(object_id: str, length: int) -> str:
    """Return the last `length` letters and digits of an id, or a hash if the id has fewer.

    For the first length that is tried, return what the id has.
    """
    letters_and_digits = re.sub(r"[^0-9A-Za-z]", "", object_id)
    if length <= max(len(letters_and_digits), _ID_LENGTH):
        return letters_and_digits[-length:] or "0"
    return hashlib.sha256(f"{object_id}{length}".encode()).hexdigest()[:12]


def _snake(text: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
    return re.sub(r"[^a-z0-9]+", "_", _ascii(words).lower()).strip("_")


def _ascii(text: str) -> str:
    """Return the text without accents and without letters of other scripts."""
    spelled = "".join(_SPELLING.get(char, char) for char in unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()


_SPELLING: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ø": "o"}
"""Without these spellings, `ä` would become `a`, and `ß` and `ø` would vanish."""


def _truncate(name: str, text: str, separator: str) -> str:
    """Truncate a long name, and append a hash of the text that the name was made from."""
    if len(name) <= _MAX_LENGTH:
        return name
    return f"{name[:_MAX_LENGTH].rstrip('-_.')}{separator}{digest(text)}"


def digest(text: str) -> str:
    """Return a short hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_LENGTH]
