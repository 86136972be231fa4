"""The properties of a resource, for a remedy that changes them. A changed secret stays secret.

Pulumi passes the properties as proxies, which unwrap secrets. The key `__target` of a proxy holds the values
with their secrets still wrapped.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, cast

from pulumi_policy import Secret

from talend_processing.jvm.arguments import Argument, split

_TARGET = "__target"


class Editable:
    """The properties of a resource, for a remedy."""

    def __init__(self, properties: Mapping[str, Any]) -> None:
        self.properties = cast("MutableMapping[str, Any]", properties)
        self.changed = False

    def put(self, wire: str, value: object) -> None:
        """Set the property with this name in the state, such as `jvmArguments`."""
        self.properties[wire] = value
        self.changed = True

    def put_arguments(self, wire: str, arguments: Sequence[Argument], texts: Sequence[str]) -> None:
        """Change or remove JVM arguments.

        An entry of the list that contains only a part of an argument, such as `--add-opens` without its
        value, stays unchanged.

        Args:
            wire: The property with the list, such as `jvmArguments`.
            arguments: The arguments that were parsed from the list.
            texts: The new text for each of `arguments`. An empty text removes the argument.

        """
        entries = _unwrapped(self.properties[_TARGET][wire])
        new_entries: list[object] = []
        for index, entry in enumerate(entries):
            old_texts = [one.text for one in arguments if one.entry == index]
            new_texts = [text for one, text in zip(arguments, texts, strict=True) if one.entry == index]
            if new_texts == old_texts or split(_unwrapped(entry)) != old_texts:
                new_entries.append(entry)
            elif new_entry := " ".join(filter(None, new_texts)):
                new_entries.append(Secret(new_entry) if isinstance(entry, Secret) else new_entry)
        if new_entries != list(entries):
            self.put(wire, new_entries)


def _unwrapped(value: Any) -> Any:
    """Return the value inside a secret or a proxy."""
    if isinstance(value, Secret):
        return _unwrapped(value.value)
    is_proxy = isinstance(value, Mapping) and not isinstance(value, dict)
    return value[_TARGET] if is_proxy else value
