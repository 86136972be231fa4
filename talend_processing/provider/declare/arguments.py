"""Check the arguments of a constructor, and replace resources and look-up results by their ids."""

from __future__ import annotations

import inspect
import typing
from typing import TYPE_CHECKING, Any, cast

import pulumi

from talend_processing.provider.declare.fields import MISSING, LocationId
from talend_processing.provider.declare.signature import Signature
from talend_processing.provider.host.sdk_internals import is_protected
from talend_processing.provider.kinds.spec import SHAPES, Property, ResourceSpec, Role, Shape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi import Output, Resource


def constructor_arguments(
    spec: ResourceSpec, signature: Signature, resource_name: str, values: dict[str, Any]
) -> dict[str, Any]:
    """Return all arguments of a constructor, with defaults, and with secrets marked as such.

    `name` defaults to `resource_name`. Environments and workspaces are replaced by their ids.

    Raises:
        TypeError: An argument is missing or unknown, or its value cannot be serialized or is an object
            of the wrong class, such as a workspace as `environment_id`.

    """
    arguments = signature.with_defaults(values)
    _refuse_unserializable(spec.kind, spec.arguments, arguments)
    arguments = signature.mark_secrets(arguments)
    if arguments.get("name", MISSING) is None:
        arguments["name"] = resource_name
    _resolve_location_ids(signature.hints, arguments)
    return arguments


def _refuse_unserializable(kind: str, properties: Sequence[Property], arguments: Mapping[str, Any]) -> None:
    """Refuse values that Pulumi cannot serialize. Pulumi's own error is a traceback that shows the value.

    Raises:
        TypeError: Pulumi cannot serialize a value. The text names the argument and the expected type.

    """
    for prop in properties:
        if wrong_type := _wrong_type(prop.shape, arguments.get(prop.name)):
            expected = SHAPES.get(prop.shape.kind, "a JSON value")
            raise TypeError(f"{kind}() {prop.name} takes {expected}, was given a {wrong_type}")


def _wrong_type(shape: Shape, value: Any) -> str:
    """Return the type that Pulumi cannot serialize, such as `list with a bytes in it`, or an empty string."""
    if isinstance(value, (set, frozenset, bytes, bytearray)):
        return type(value).__name__
    if isinstance(value, (list, tuple)):
        if shape.kind not in {"list", "any"}:
            return type(value).__name__
        element_shape = shape.item or shape
        wrong_types = (_wrong_type(element_shape, element) for element in value)
        return next(
            (f"{type(value).__name__} with a {wrong_type} in it" for wrong_type in wrong_types if wrong_type),
            "",
        )
    return ""


class _UrnOnly:
    """A value for the option `deleted_with`, for which Pulumi only needs the URN of a resource."""

    def __init__(self, urn: Output[str | None]) -> None:
        self.urn = urn


def resolve_parents(spec: ResourceSpec, arguments: dict[str, Any]) -> Resource | None:
    """Replace parent resources by their ids. Return the parent for the option `deleted_with`, or None.

    Deleting an engine or a cluster also deletes its run profiles. Because of `deleted_with`, Pulumi then does
    not delete the profiles itself.

    Raises:
        TypeError: A parent is a resource of the wrong kind.

    """
    parent: Resource | None = None
    for prop in spec.properties:
        if prop.role is not Role.PARENT:
            continue
        value = arguments.get(prop.name)  # `ClusterMembership.get()` passes no parents
        if isinstance(value, pulumi.Resource):
            if _kind(value) not in {"", *prop.parent_kinds} or not isinstance(value, pulumi.CustomResource):
                kinds = " or ".join(prop.parent_kinds)
                raise TypeError(f"{prop.name} takes an id or {kinds}, was given {type(value).__name__}")
            arguments[prop.name] = cast("Any", value).id
            parent = None if _may_keep_object(value) else value
        elif isinstance(value, pulumi.Output):
            parent = cast("Resource", _UrnOnly(_urn_of_source(value, prop.parent_kinds)))
    return parent if spec.endpoint.dies_with_parent else None


def _kind(resource: Resource) -> str:
    """Return the kind of a resource; empty for a class of another package, such as `DependencyResource`."""
    spec: ResourceSpec | None = getattr(resource, "__spec__", None)
    return spec.kind if spec else ""


def _may_keep_object(resource: Resource) -> bool:
    """Return whether Pulumi may remove a resource from state without deleting its object."""
    return is_protected(resource) or bool(getattr(resource, "_retained", False))


def _urn_of_source(output: Output[Any], kinds: tuple[str, ...]) -> Output[str | None]:
    """Return the URN of the resource that an id comes from.

    The URN is None if the id comes from no resource of these kinds or from several, or if Pulumi may keep
    the object when it removes the resource.
    """

    async def urn() -> str | None:
        sources = {
            resource
            for resource in await output.resources()
            if getattr(resource, "pulumi_resource_type", "").rpartition(":")[2] in kinds
        }
        source = sources.pop() if len(sources) == 1 else None
        return None if source is None or _may_keep_object(source) else await source.urn.future()

    return pulumi.Output.from_input(urn())


def _resolve_location_ids(hints: Mapping[str, Any], arguments: dict[str, Any]) -> None:
    """Replace environments and workspaces, and outputs of them, by their ids.

    Raises:
        TypeError: A value is an object of the wrong class, such as a workspace instead of an environment.

    """
    for name, hint in hints.items():
        if typing.get_origin(hint) is LocationId:
            arguments[name] = _id_in(arguments[name], name, typing.get_args(hint)[1])


def _id_in(value: Any, name: str, accepted_class: type) -> Any:
    """Return the id of a value of `accepted_class`, such as `WorkspaceInfo`.

    The value may be in an output.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, accepted_class):
        return typing.cast("Any", value).id
    if isinstance(value, pulumi.Output) or inspect.isawaitable(value):
        return pulumi.Output.from_input(value).apply(lambda resolved: _id_in(resolved, name, accepted_class))
    if hasattr(value, "id"):
        raise TypeError(f"{name} takes an id or {accepted_class.__name__}, was given {type(value).__name__}")
    return value  # the provider's check reports a wrong type together with all other faults
