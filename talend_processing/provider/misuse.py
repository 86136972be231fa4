"""What a program gives that Pulumi would take without a word, or refuse with a page of traceback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi

from talend_processing.provider.check import SHAPES

if TYPE_CHECKING:
    from talend_processing.provider.spec import Property, Shape


def refuse_import(owner: str, resource_name: str, opts: pulumi.ResourceOptions | None) -> None:
    """Stop a program that gives an object's id in its options: Pulumi cannot ask us for it (pulumi#16175).

    Raises:
        pulumi.RunError: Names the argument to use instead.

    """
    given = next((name for name in ("import_", "id") if getattr(opts, name, None) is not None), "")
    if given:
        raise pulumi.RunError(
            f'{owner} "{resource_name}": the option {given} does nothing for dynamic resources. To take an'
            " object over, give its id as the argument adopt_id"
        )


def refuse_what_cannot_be_sent(owner: str, properties: Sequence[Property], given: Mapping[str, Any]) -> None:
    """Refuse, without its value, what Pulumi's serializer would show in the middle of a traceback.

    Raises:
        TypeError: Names the argument, and what it takes.

    """
    for prop in properties:
        if wrong := _wrong(prop.shape, given.get(prop.name)):
            takes = SHAPES.get(prop.shape.kind, "what JSON can hold")
            raise TypeError(f"{owner}() {prop.name} takes {takes}, was given a {wrong}")


def _wrong(shape: Shape, value: Any) -> str:
    """The name of a type that no argument, or not this one, can be made of; empty if it may."""
    if isinstance(value, (set, frozenset, bytes, bytearray)):
        return type(value).__name__
    if isinstance(value, (list, tuple)):
        if shape.kind not in {"list", "any"}:
            return type(value).__name__
        item = shape.item or shape
        found = (_wrong(item, part) for part in value)
        return next((f"{type(value).__name__} with a {wrong} in it" for wrong in found if wrong), "")
    return ""
