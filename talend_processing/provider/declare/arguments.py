"""The arguments of a constructor: refuse wrong values, and replace references to other objects by ids.

A reference is an id, a resource, or the result of a look-up.
"""

from __future__ import annotations

import inspect
import typing
from typing import TYPE_CHECKING, Any, cast

import pulumi

from talend_processing.provider.declare.fields import MISSING, PlaceId
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

    An omitted name becomes the resource's name. Environments and workspaces are replaced by their ids.

    Raises:
        TypeError: An argument is missing or unknown, or Pulumi cannot serialize its value, or the value is an
            object of another kind.

    """
    given = signature.given(values)
    _refuse_unserializable(spec.kind, spec.arguments, given)
    given = signature.mark_secrets(given)
    if given.get("name", MISSING) is None:
        given["name"] = resource_name
    _resolve_place_ids(signature.hints, given)
    return given


def _refuse_unserializable(owner: str, properties: Sequence[Property], given: Mapping[str, Any]) -> None:
    """Refuse values that Pulumi cannot serialize. Its own error is a traceback that shows the value.

    Raises:
        TypeError: A value has such a type. The text names the argument and the expected type.

    """
    for prop in properties:
        if wrong := _wrong_type(prop.shape, given.get(prop.name)):
            takes = SHAPES.get(prop.shape.kind, "a JSON value")
            raise TypeError(f"{owner}() {prop.name} takes {takes}, was given a {wrong}")


def _wrong_type(shape: Shape, value: Any) -> str:
    """Return a value's type in words if Pulumi cannot serialize it for the argument, else an empty string."""
    if isinstance(value, (set, frozenset, bytes, bytearray)):
        return type(value).__name__
    if isinstance(value, (list, tuple)):
        if shape.kind not in {"list", "any"}:
            return type(value).__name__
        item = shape.item or shape
        found = (_wrong_type(item, part) for part in value)
        return next((f"{type(value).__name__} with a {wrong} in it" for wrong in found if wrong), "")
    return ""


class _Owner:
    """A stand-in for the resource that an id comes from. Pulumi reads only its `urn`."""

    def __init__(self, urn: Output[str | None]) -> None:
        self.urn = urn


def resolve_parents(spec: ResourceSpec, given: dict[str, Any]) -> Resource | None:
    """Replace resources that are given as parents by their ids. Return the one for `deleted_with`, or None.

    Deleting an engine or a cluster deletes its run profiles. With `deleted_with`, Pulumi then makes no calls
    to delete the profiles.

    Raises:
        TypeError: A resource of another kind was given.

    """
    owner: Resource | None = None
    for prop in spec.properties:
        if prop.role is not Role.PARENT:
            continue
        value = given.get(prop.name)  # absent in `.get()` of a membership, whose id names both
        if isinstance(value, pulumi.Resource):
            if _kind(value) not in {"", *prop.of} or not isinstance(value, pulumi.CustomResource):
                kinds = " or ".join(prop.of)
                raise TypeError(f"{prop.name} takes an id or {kinds}, was given {type(value).__name__}")
            given[prop.name] = cast("Any", value).id
            owner = None if _may_stay(value) else value
        elif isinstance(value, pulumi.Output):
            owner = cast("Resource", _Owner(_urn_behind(value, prop.of)))
    return owner if spec.endpoint.dies_with_parent else None


def _kind(resource: Resource) -> str:
    """Return the kind of a resource; empty for other packages' classes, such as `DependencyResource`."""
    spec: ResourceSpec | None = getattr(resource, "__spec__", None)
    return spec.kind if spec else ""


def _may_stay(resource: Resource) -> bool:
    """Return whether an object may outlive its resource. If so, its children must be deleted separately."""
    return is_protected(resource) or bool(getattr(resource, "_retained", False))


def _urn_behind(output: Output[Any], kinds: tuple[str, ...]) -> Output[str | None]:
    """Return the URN of the resource that an id comes from.

    The URN is None if the id comes from no resource of these kinds or from several, or if the object
    may outlive its resource.
    """

    async def urn() -> str | None:
        found = {
            resource
            for resource in await output.resources()
            if getattr(resource, "pulumi_resource_type", "").rpartition(":")[2] in kinds
        }
        owner = found.pop() if len(found) == 1 else None
        return None if owner is None or _may_stay(owner) else await owner.urn.future()

    return pulumi.Output.from_input(urn())


def _resolve_place_ids(hints: Mapping[str, Any], given: dict[str, Any]) -> None:
    """Replace environments and workspaces, and outputs of them, by their ids.

    Raises:
        TypeError: The value is another object with an id, such as a workspace instead of an environment.

    """
    for name, hint in hints.items():
        if typing.get_origin(hint) is PlaceId:
            given[name] = _id_in(given[name], name, typing.get_args(hint)[1])


def _id_in(value: Any, name: str, accepted: type) -> Any:
    """Return the id of an environment or workspace; `accepted` is which of the two classes is expected."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, accepted):
        return typing.cast("Any", value).id
    if isinstance(value, pulumi.Output) or inspect.isawaitable(value):
        return pulumi.Output.from_input(value).apply(lambda known: _id_in(known, name, accepted))
    if hasattr(value, "id"):
        raise TypeError(f"{name} takes an id or {accepted.__name__}, was given {type(value).__name__}")
    return value  # a wrong type, which check reports together with all other faults
