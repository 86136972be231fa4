"""The properties that a remedy may change. A secret stays secret when its value changes.

Pulumi passes proxies that unwrap secrets when read. They hold the raw values under `__target`, where Pulumi's
own serializer reads them. A remedy never changes the property `__provider`.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, cast

from pulumi_policy import Secret

from talend_processing.jvm.arguments import Argument, split

RAW = "__target"


class Editable:
    """The properties of a resource, for a remedy."""

    def __init__(self, properties: Mapping[str, Any]) -> None:
        self.properties = cast("MutableMapping[str, Any]", properties)
        self.changed = False

    def put(self, wire: str, value: object) -> None:
        """Set a property."""
        self.properties[wire] = value
        self.changed = True

    def put_arguments(self, wire: str, arguments: Sequence[Argument], texts: Sequence[str]) -> None:
        """Change or remove JVM arguments in a list of entries.

        An entry that contains only a part of an argument, such as `--add-opens` without its value, stays as
        it is.

        Args:
            wire: The property with the list.
            arguments: All known arguments of the list.
            texts: The new text of each argument. An empty text removes the argument.

        """
        entries = _open(self.properties[RAW][wire])
        made: list[object] = []
        for index, entry in enumerate(entries):
            old = [one.text for one in arguments if one.entry == index]
            new = [text for one, text in zip(arguments, texts, strict=True) if one.entry == index]
            given = _open(entry)
            if new == old or split(given) != old:
                made.append(entry)
            elif text := " ".join(filter(None, new)):
                made.append(Secret(text) if isinstance(entry, Secret) else text)
        if made != list(entries):
            self.put(wire, made)


def _open(value: Any) -> Any:
    """Return the raw value of a secret or a proxy."""
    if isinstance(value, Secret):
        return _open(value.value)
    proxied = isinstance(value, Mapping) and not isinstance(value, dict)
    return value[RAW] if proxied else value
