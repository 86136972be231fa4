"""Replace references to resources by the ids of their objects, which a preview does not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from talend_processing.adopt.live_object import PLACES
from talend_processing.adopt.plan.import_markers import unwrapped
from talend_processing.adopt.plan.preview import Planned
from talend_processing.provider.kinds.spec import Property, ResourceSpec
from talend_processing.provider.kinds.values import UNKNOWN, Outputs, Value, holds_unknown

IdOf = Callable[[str], str | None]
"""Returns the id of the object that a resource (by URN) manages or will adopt, or None."""


@dataclass
class Resolved:
    """The arguments of a resource, as far as they are known before an `up`."""

    inputs: Outputs = field(default_factory=dict)
    unresolved: list[Property] = field(default_factory=list)
    """Arguments that stay unknown even if all ids are known, such as a text built from another output."""
    without_object: list[Property] = field(default_factory=list)
    """Arguments that refer to an object that does not exist yet or is not adopted."""

    @property
    def unknown(self) -> list[Property]:
        """All arguments whose values are unknown."""
        return [*self.unresolved, *self.without_object]


def resolve(spec: ResourceSpec, planned: Planned, id_of: IdOf, kinds: Mapping[str, str]) -> Resolved:
    """Return the arguments of a resource. A reference to another resource becomes the id of its object.

    Args:
        spec: The declaration of the resource's class.
        planned: The resource.
        id_of: Returns the id of the object of another resource.
        kinds: The classes of the program's resources, by URN.

    """
    resolved = Resolved()
    for prop in spec.arguments:
        if prop.wire not in planned.inputs:
            continue
        value = unwrapped(planned.inputs[prop.wire])
        if not holds_unknown(value):
            resolved.inputs[prop.wire] = value
            continue
        _resolve(resolved, prop, value, planned, id_of, kinds)
    return resolved


def _resolve(
    resolved: Resolved, prop: Property, value: Value, planned: Planned, id_of: IdOf, kinds: Mapping[str, str]
) -> None:
    """Add an argument with an unknown value to `inputs`, `unresolved` or `without_object`."""
    allowed_kinds = prop.parent_kinds or (("RemoteEngine",) if prop.shape.kind == "list" else ())
    ids = [
        id_of(urn)
        for urn in planned.references.get(prop.wire, ())
        if (kinds.get(urn) in allowed_kinds if allowed_kinds else kinds.get(urn))
    ]
    if value is UNKNOWN and len(ids) == 1 and _holds_id(prop):
        if ids[0] is None:
            resolved.without_object.append(prop)
        else:
            resolved.inputs[prop.wire] = ids[0]
        return
    if isinstance(value, list) and all(item is UNKNOWN or isinstance(item, str) for item in value):
        known_ids = [str(item) for item in value if item is not UNKNOWN]
        resolved_ids = [one for one in ids if one is not None and one not in known_ids]
        if len(known_ids) + len(resolved_ids) == len(value) and prop.unordered:
            resolved.inputs[prop.wire] = [*known_ids, *sorted(resolved_ids)]
            return
        if None in ids:
            resolved.without_object.append(prop)
            return
    resolved.unresolved.append(prop)


def _holds_id(prop: Property) -> bool:
    """Whether an argument holds the id of an object that another resource can manage."""
    return prop.wire.endswith("Id") and prop.wire not in PLACES
