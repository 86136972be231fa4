"""Checks of arguments and options that Pulumi would accept silently, or refuse with a long traceback."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi

from talend_processing.provider.kinds.spec import SHAPES

if TYPE_CHECKING:
    from talend_processing.provider.kinds.spec import Property, ResourceSpec, Shape


def refuse_import(owner: str, resource_name: str, opts: pulumi.ResourceOptions | None) -> None:
    """Refuse an object's id in the options of a resource.

    Pulumi cannot import a dynamic resource (pulumi#16175), and with `id` it would ignore the arguments.

    Raises:
        pulumi.RunError: The options contain an id. The text says what to use instead.

    """
    if opts is not None and opts.import_ is not None:
        raise pulumi.RunError(
            f'{owner} "{resource_name}": the option import_ does nothing for dynamic resources. To take an'
            " object over, give its id as the argument adopt_id"
        )
    if opts is not None and opts.id is not None:
        raise pulumi.RunError(
            f'{owner} "{resource_name}": the option id would ignore the arguments. To read an object without'
            f" managing it, use {owner}.get(...); to take it over, give its id as the argument adopt_id"
        )


def refuse_unserializable(owner: str, properties: Sequence[Property], given: Mapping[str, Any]) -> None:
    """Refuse values that Pulumi cannot serialize. Its own error is a traceback that shows the value.

    Raises:
        TypeError: A value has such a type. The text names the argument and the expected type.

    """
    for prop in properties:
        if wrong := _wrong(prop.shape, given.get(prop.name)):
            takes = SHAPES.get(prop.shape.kind, "what JSON can hold")
            raise TypeError(f"{owner}() {prop.name} takes {takes}, was given a {wrong}")


def warn_of_unknown_paths(spec: ResourceSpec, option: str, paths: object) -> None:
    """Warn of property names in an option that the kind does not have. Pulumi silently ignores them.

    Raises:
        TypeError: The option is a string. Pulumi would use each letter as a name.

    """
    if isinstance(paths, str):
        raise TypeError(f"{option} takes a list of names, was given a str")
    if spec.endpoint.run or not isinstance(paths, list):
        return  # the parts of a run share the options, and each has only some of the arguments
    known = {name for prop in spec.properties for name in (prop.name, prop.wire)} | {"*"}
    for path in paths:
        name = re.split(r"[.\[]", path)[0]
        if name and name not in known:
            meant = near(name, [prop.name for prop in spec.properties])
            pulumi.log.warn(f"{option} names {name}, which {spec.kind} does not have{meant}")


def near(name: str, names: Iterable[str]) -> str:
    """Return a question that suggests the most similar name, or an empty string."""
    import difflib  # noqa: PLC0415 - only a wrong program needs it

    found = difflib.get_close_matches(name, list(names), 1)
    return f" (did you mean {found[0]}?)" if found else ""


def _wrong(shape: Shape, value: Any) -> str:
    """Return the name of a value's type if the argument cannot have it, or an empty string."""
    if isinstance(value, (set, frozenset, bytes, bytearray)):
        return type(value).__name__
    if isinstance(value, (list, tuple)):
        if shape.kind not in {"list", "any"}:
            return type(value).__name__
        item = shape.item or shape
        found = (_wrong(item, part) for part in value)
        return next((f"{type(value).__name__} with a {wrong} in it" for wrong in found if wrong), "")
    return ""
