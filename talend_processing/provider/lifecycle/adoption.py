"""The text on a resource's row, in a preview and before a create, about the object that it will adopt."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.client.errors import TalendError
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Inputs, Value, holds_unknown
from talend_processing.provider.lifecycle.create import unchangeable
from talend_processing.provider.lifecycle.diff import diff
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.lifecycle.objects import ObjectLifecycle
from talend_processing.provider.lifecycle.state import outputs
from talend_processing.provider.session.session import Session


def describe_adoption(session: Session, spec: ResourceSpec, inputs: Inputs) -> str:
    """Describe what a create will adopt, and which arguments it will write.

    It uses the lists that the create uses too. It never fails: if the object cannot be found out, the create
    reports why.

    Returns:
        One line such as `adopts 6a00…01; will write description`, or an empty string if no object is found.

    """
    lifecycle = lifecycle_of(spec)
    if not isinstance(lifecycle, ObjectLifecycle):
        return ""
    needed = {*spec.endpoint.parents, *spec.endpoint.key, "adoptId"}
    if any(holds_unknown(inputs.get(wire)) for wire in (*needed, *lifecycle.listed_by)):
        return ""
    try:
        return _described(session, lifecycle, inputs)
    except TalendError:
        return ""


def _described(session: Session, lifecycle: ObjectLifecycle, inputs: Inputs) -> str:
    spec = lifecycle.spec
    listed = session.objects(lifecycle.list_key(inputs))
    if adopt_id := inputs.get("adoptId"):
        found = [str(adopt_id)]
    else:
        found = [key for key, item in listed.items() if lifecycle.has_key(inputs, item)]
    if len(found) != 1:
        return ""
    object_id = found[0]
    if lifecycle.list_is_complete and object_id in listed:
        answer = lifecycle.complete(session, object_id, listed[object_id])
    else:
        answer = lifecycle.get(session, spec.place(inputs), object_id)
    known = {wire: value for wire, value in inputs.items() if not holds_unknown(value)}
    if differing := [prop.name for prop in unchangeable(spec, known, answer)]:
        return (
            f"cannot adopt {object_id}: {', '.join(differing)} differ(s), and only a replacement changes that"
        )
    return f"adopts {object_id}{_written(session, spec, known, answer)}"


def _written(session: Session, spec: ResourceSpec, inputs: Inputs, answer: Mapping[str, Value]) -> str:
    shown = {
        prop.wire: prop.shape.with_secrets(inputs.get(prop.wire), None)
        for prop in spec.arguments
        if not prop.secret
    }
    olds = outputs(spec, shown, answer, api_url=session.api_url)
    changed = diff(spec, olds, inputs).changed
    names = [prop.name for prop in spec.arguments if prop.wire in changed and (prop.is_put or prop.action)]
    return f"; will write {', '.join(names)}" if names else ""
