"""The properties that a remedy may change. Secrets stay secret, and other values stay unchanged.

Pulumi passes proxies that unwrap secrets when read. They hold the raw values under `__target`, where Pulumi's
own serializer reads them. `__provider` is one of the properties and is never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, MutableMapping, Sequence
from typing import Any, cast

from pulumi_policy import Secret

from talend_processing.jvm.arguments import Argument

RAW = "__target"


class Editable:
    """The properties of a resource, for a remedy."""

    def __init__(self, properties: Mapping[str, Any]) -> None:
        self.properties = cast("MutableMapping[str, Any]", properties)
        self.changed = False

    def put(self, wire: str, value: object) -> None:
        """Set a property. A secret stays secret."""
        self.properties[wire] = value
        self.changed = True

    def keep_items(self, wire: str, keep: Callable[[int], bool]) -> None:
        """Keep only some items of a list, by their indices. Secret items stay secret."""
        items = _open(self.properties[RAW][wire])
        kept = [one for index, one in enumerate(items) if keep(index)]
        if len(kept) < len(items):
            self.put(wire, kept)

    def put_item(self, wire: str, index: int, value: str) -> None:
        """Set an item of a list. A secret stays secret."""
        items = list(_open(self.properties[RAW][wire]))
        items[index] = Secret(value) if isinstance(items[index], Secret) else value
        self.put(wire, items)

    def remove_arguments(
        self, wire: str, arguments: Sequence[Argument], unwanted: Collection[Argument]
    ) -> None:
        """Remove JVM arguments from a list of entries. Other arguments in the same entry stay.

        Args:
            wire: The property with the list.
            arguments: All known arguments.
            unwanted: The arguments to remove.

        """
        entries = {one.entry for one in unwanted}
        gone: set[int] = set()
        for entry in sorted(entries):
            rest = [one.text for one in arguments if one.entry == entry and one not in unwanted]
            if rest:
                self.put_item(wire, entry, " ".join(rest))
            else:
                gone.add(entry)
        self.keep_items(wire, lambda index: index not in gone)


def _open(value: Any) -> Any:
    """Return the raw value of a secret or a proxy."""
    if isinstance(value, Secret):
        return _open(value.value)
    proxied = isinstance(value, Mapping) and not isinstance(value, dict)
    return value[RAW] if proxied else value
