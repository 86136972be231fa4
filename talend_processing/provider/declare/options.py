"""Pulumi's options of a declared resource: refuse `import_` and `id`, and translate property names."""

from __future__ import annotations

import re

import pulumi
from pulumi import ResourceOptions

from talend_processing.provider.declare.signature import near
from talend_processing.provider.kinds.spec import Property, ResourceSpec, Shape

_PART = re.compile(r"(\.?)([^.\[\]]+)|\[[^\]]*\]")


def refuse_import(spec: ResourceSpec, resource_name: str, opts: ResourceOptions | None) -> None:
    """Refuse the options `import_` and `id`.

    Pulumi cannot import a dynamic resource (pulumi#16175), and `id` makes Pulumi ignore the arguments.

    Raises:
        pulumi.RunError: One of the options is set. The text says what to use instead, except for the parts of
            a run, which cannot adopt or read an object.

    """
    adopts = not spec.endpoint.run
    if opts is not None and opts.import_ is not None:
        advice = ". To take an object over, give its id as the argument adopt_id" if adopts else ""
        raise pulumi.RunError(
            f'{spec.kind} "{resource_name}": the option import_ does nothing for dynamic resources{advice}'
        )
    if opts is not None and opts.id is not None:
        advice = (
            f". To read an object without managing it, use {spec.kind}.get(...). To take it over, give its id"
            " as the argument adopt_id"
        )
        raise pulumi.RunError(
            f'{spec.kind} "{resource_name}": the option id makes Pulumi ignore all arguments'
            f"{advice if adopts else ''}"
        )


def wire_options(spec: ResourceSpec, opts: ResourceOptions) -> ResourceOptions:
    """Convert Python names in `ignore_changes` and `replace_on_changes` to wire names, which Pulumi needs.

    Raises:
        TypeError: An option is a string. Pulumi would use each letter as a name.

    """
    for name in ("ignore_changes", "replace_on_changes"):
        if paths := getattr(opts, name):
            _warn_of_unknown_paths(spec, name, paths)
            setattr(opts, name, [wire_path(spec.properties, path) for path in paths])
    return opts


def wire_path(properties: tuple[Property, ...], path: str) -> str:
    """Return the path with wire names. Indices and the keys of maps with arbitrary keys stay as they are.

    Example:
        >>> from talend_processing.provider.kinds.spec import Property, Shape
        >>> free = Property("run_with", "runWith", Shape("map", Shape("text")))
        >>> wire_path((free,), "run_with.MY_key")
        'runWith.MY_key'

    """
    shape: Shape | None = Shape("block", fields=properties)
    found = ""
    for part in _PART.finditer(path):
        dot, name = part[1], part[2]
        if name is None:
            shape = shape.item if shape else None
            found += part[0]
            continue
        members = shape.fields if shape else ()
        member = next((one for one in members if name in {one.name, one.wire}), None)
        shape = member.shape if member else None
        found += (dot or "") + (member.wire if member else name)
    return found


def _warn_of_unknown_paths(spec: ResourceSpec, option: str, paths: object) -> None:
    """Warn of names in an option that are not properties of the kind. Pulumi silently ignores them.

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
