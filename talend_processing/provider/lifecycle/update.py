"""update: look, merge, write, so that what others set and the program does not declare stays."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.client.collection import UpdatableCollection
from talend_processing.client.errors import NotFoundError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.spec import ResourceSpec, Shape
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle import custom_operations, read
from talend_processing.provider.lifecycle.diff import declared, diff
from talend_processing.provider.lifecycle.state import outputs, redeclared, with_secrets
from talend_processing.provider.session.location import called, listing_of, place_of
from talend_processing.provider.session.session import Session


def update(
    session: Session,
    spec: ResourceSpec,
    object_id: str,
    olds: Mapping[str, Value],
    inputs: Inputs,
) -> Outputs:
    """Make the object what the arguments say; a change of mere options makes no call."""
    name, parents = place = place_of(spec, inputs)
    changed = set(diff(spec, olds, inputs).changed)
    put = any(prop.is_put and prop.wire in changed for prop in spec.arguments)
    if not put and not any(prop.action and prop.wire in changed for prop in spec.arguments):
        return redeclared(spec, inputs, olds)
    answer: JsonObject | None = None
    if put:
        try:
            current = read.get(session, spec, place, object_id)
        except NotFoundError as error:
            raise LifecycleError(
                f"{called(spec, olds, object_id)} cannot be updated: {error}. If it was deleted,"
                " `pulumi up --refresh` makes it anew"
            ) from error
        body = merged(spec, olds, inputs, current)
        collection = session.collection(name)
        if not isinstance(collection, UpdatableCollection):
            raise TypeError(f"the API cannot update {name}")
        written = collection.update(*parents, object_id, body=body)
        answer = None if written is None else read.enriched(session, spec, object_id, written.wire())
    for prop in spec.arguments:
        if prop.action and prop.wire in changed:
            custom_operations.ACTIONS[prop.action](session, object_id, olds, inputs)
            answer = None
    if answer is None:
        answer = read.get(session, spec, place, object_id)
    session.wrote(listing_of(spec, inputs), object_id, answer)
    return outputs(spec, inputs, answer, api_url=session.api_url, olds=olds)


def merged(
    spec: ResourceSpec, olds: Mapping[str, Value], inputs: Inputs, current: Mapping[str, Value]
) -> Outputs:
    """What a PUT sends: declared values over those that are there, without those no longer declared."""
    before = declared(olds)
    body: Outputs = {}
    for prop in spec.arguments:
        if not prop.is_put:
            continue
        given = inputs.get(prop.wire)
        if given is not None:
            body[prop.wire] = _over(prop.shape, given, current.get(prop.wire))
        elif prop.wire not in before and not prop.secret and current.get(prop.wire) is not None:
            body[prop.wire] = with_secrets(prop.shape, current[prop.wire], None)
    return body


def _over(shape: Shape, given: Value, current: Value) -> Value:
    """A block with the members that the program leaves to the API, but never a secret that it masks."""
    if shape.kind != "block" or not isinstance(given, Mapping) or not isinstance(current, Mapping):
        return given
    members = {member.wire: member for member in shape.fields}
    kept = {name: value for name, value in current.items() if name not in members or not members[name].secret}
    return kept | {
        name: _over(members[name].shape, value, current.get(name)) if name in members else value
        for name, value in given.items()
    }
