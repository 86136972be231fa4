"""Environments and workspaces given as what a look-up found: only their ids are of use to the API."""

from __future__ import annotations

import inspect
import typing
from typing import TYPE_CHECKING, Any

import pulumi

from talend_processing.provider.declare.fields import PlaceId

if TYPE_CHECKING:
    from collections.abc import Mapping


def resolve(hints: Mapping[str, Any], given: dict[str, Any]) -> None:
    """Put ids in the place of environments and workspaces, and of outputs that hold them.

    Raises:
        TypeError: A workspace was given for an environment, or another thing that has an id.

    """
    for name, hint in hints.items():
        if typing.get_origin(hint) is PlaceId:
            given[name] = _id_in(given[name], name, typing.get_args(hint)[1])


def _id_in(value: Any, name: str, place: type) -> Any:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, place):
        return typing.cast("Any", value).id
    if isinstance(value, pulumi.Output) or inspect.isawaitable(value):
        return pulumi.Output.from_input(value).apply(lambda known: _id_in(known, name, place))
    if hasattr(value, "id"):
        raise TypeError(f"{name} takes an id or {place.__name__}, was given {type(value).__name__}")
    return value  # a wrong type, which check reports together with all other faults
