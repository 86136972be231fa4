"""Pulumi's options of a declared resource: refuse `import_` and `id`, and convert property names."""

from __future__ import annotations

import re

import pulumi
from pulumi import ResourceOptions

from talend_processing.provider.declare.signature import did_you_mean
from talend_processing.provider.kinds.spec import Property, ResourceSpec, Shape

_PATH_STEP = re.compile(r"(\.?)([^.\[\]]+)|\[[^\]]*\]")
"""One step of a property path: `name`, `.name` or `[0]`."""


def refuse_import_and_id(spec: ResourceSpec, resource_name: str, opts: ResourceOptions | None) -> None:
    """Refuse the options `import_` and `id`.

    Pulumi cannot import a dynamic resource (pulumi#16175), and `id` makes Pulumi ignore the arguments.

    Raises:
        pulumi.RunError: One of the options is set. The text says what to use instead, unless the kind belongs
            to a run: such a kind can neither adopt nor read an object.

    """
    can_adopt = not spec.endpoint.run
    if opts is not None and opts.import_ is not None:
        advice = ". To take an object over, give its id as the argument adopt_id" if can_adopt else ""
        raise pulumi.RunError(
            f'{spec.kind} "{resource_name}": the option import_ does nothing for dynamic resources{advice}'
        )
    if opts is not None and opts.id is not None:
        advice = (
            f". To read an object without managing it, use {spec.kind}.get(...). To take the object over,"
            " give its id as the argument adopt_id"
        )
        raise pulumi.RunError(
            f'{spec.kind} "{resource_name}": the option id makes Pulumi ignore all arguments'
            f"{advice if can_adopt else ''}"
        )


def wire_options(spec: ResourceSpec, opts: ResourceOptions) -> ResourceOptions:
    """Convert Python names in `ignore_changes` and `replace_on_changes` to wire names, which Pulumi needs.

    Raises:
        TypeError: An option is a string instead of a list. Pulumi would use each letter as a name.

    """
    for name in ("ignore_changes", "replace_on_changes"):
        if paths := getattr(opts, name):
            _warn_of_unknown_paths(spec, name, paths)
            setattr(opts, name, [wire_path(spec.properties, path) for path in paths])
    return opts


def wire_path(properties: tuple[Property, ...], path: str) -> str:
    """Return the path with wire names. Indices, and keys of a map with arbitrary keys, stay as they are.

    Example:
        >>> from talend_processing.provider.kinds.spec import Property, Shape
        >>> variables = Property("run_with", "runWith", Shape("map", Shape("text")))
        >>> wire_path((variables,), "run_with.MY_key")
        'runWith.MY_key'

    """
    shape: Shape | None = Shape("block", fields=properties)
    converted = ""
    for step in _PATH_STEP.finditer(path):
        dot, name = step[1], step[2]
        if name is None:
            shape = shape.item if shape else None
            converted += step[0]
            continue
        fields = shape.fields if shape else ()
        field = next((prop for prop in fields if name in {prop.name, prop.wire}), None)
        shape = field.shape if field else None
        converted += (dot or "") + (field.wire if field else name)
    return converted


def _warn_of_unknown_paths(spec: ResourceSpec, option: str, paths: object) -> None:
    """Warn of names in an option that are not properties of the kind. Pulumi silently ignores them.

    Raises:
        TypeError: The option is a string instead of a list. Pulumi would use each letter as a name.

    """
    if isinstance(paths, str):
        raise TypeError(f"{option} takes a list of names, was given a str")
    if spec.endpoint.run or not isinstance(paths, list):
        return  # all resources of a run get the same options, but each has only some of the properties
    known_names = {name for prop in spec.properties for name in (prop.name, prop.wire)} | {"*"}
    for path in paths:
        name = re.split(r"[.\[]", path)[0]
        if name and name not in known_names:
            suggestion = did_you_mean(name, [prop.name for prop in spec.properties])
            pulumi.log.warn(f"{option} contains {name}, which {spec.kind} does not have{suggestion}")
