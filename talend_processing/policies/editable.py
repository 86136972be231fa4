"""The properties of a resource in the hands of a remedy: secrets stay secret, the rest stays as it is.

Pulumi hands over proxies that unwrap secrets when read, and gives the raw values under `__target`; its own
serializer reads them so. `__provider` is among the properties and is never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, MutableMapping, Sequence
from typing import Any, cast

from pulumi_policy import Secret

from talend_processing.jvm.arguments import Argument

RAW = "__target"


class Editable:
    """What a remedy may change."""

    def __init__(self, properties: Mapping[str, Any]) -> None:
        self.properties = cast("MutableMapping[str, Any]", properties)
        self.changed = False

    def put(self, wire: str, value: object) -> None:
        """Give a property another value; a secret stays one."""
        self.properties[wire] = value
        self.changed = True

    def keep_items(self, wire: str, keep: Callable[[int], bool]) -> None:
        """Keep only some items of a list, by their places; each stays as it is, secret or not."""
        items = _open(self.properties[RAW][wire])
        kept = [one for place, one in enumerate(items) if keep(place)]
        if len(kept) < len(items):
            self.put(wire, kept)

    def put_item(self, wire: str, place: int, value: str) -> None:
        """Give an item of a list another value; a secret stays one."""
        items = list(_open(self.properties[RAW][wire]))
        items[place] = Secret(value) if isinstance(items[place], Secret) else value
        self.put(wire, items)

    def remove_arguments(
        self, wire: str, arguments: Sequence[Argument], unwanted: Collection[Argument]
    ) -> None:
        """Remove JVM arguments from a list of entries; others in the same entry stay.

        Args:
            wire: The property that holds the list.
            arguments: All arguments that are known.
            unwanted: Those to remove.

        """
        entries = {one.entry for one in unwanted}
        gone: set[int] = set()
        for entry in sorted(entries):
            rest = [one.text for one in arguments if one.entry == entry and one not in unwanted]
            if rest:
                self.put_item(wire, entry, " ".join(rest))
            else:
                gone.add(entry)
        self.keep_items(wire, lambda place: place not in gone)


def _open(value: Any) -> Any:
    """The raw value behind a secret or a proxy."""
    if isinstance(value, Secret):
        return _open(value.value)
    proxied = isinstance(value, Mapping) and not isinstance(value, dict)
    return value[RAW] if proxied else value
