"""delete: DELETE first; what stands in its way is removed only if it does."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.client.errors import ApiError, NotFoundError
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.spec import Place, ResourceSpec
from talend_processing.provider.kinds.values import Value
from talend_processing.provider.lifecycle import custom_operations, read
from talend_processing.provider.session.location import called, listing_of, place_of
from talend_processing.provider.session.session import Session

_POLLS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds between looks at an object whose deletion the API accepted but has not finished."""


def delete(session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]) -> None:
    """Delete the object; one that is gone already, or now another resource's, counts as deleted."""
    if session.taken_over(object_id):
        return
    place = place_of(spec, olds)
    remedies = [custom_operations.REMEDIES[name] for name in spec.endpoint.unblock]
    while True:
        try:
            _delete(session, spec, place, object_id, olds)
            break
        except ApiError as error:
            if error.status not in spec.endpoint.unblock_at:
                raise
            if not _unblock(session, object_id, olds, remedies):
                raise LifecycleError(f"{called(spec, olds, object_id)} cannot be deleted: {error}") from error
    session.removed(listing_of(spec, olds), object_id)
    session.release(object_id)


def _unblock(
    session: Session, object_id: str, olds: Mapping[str, Value], remedies: list[custom_operations.Remedy]
) -> bool:
    """Apply the next remedy that finds something to do; each is tried once."""
    while remedies:
        if remedies.pop(0)(session, object_id, olds):
            return True
    return False


def _delete(
    session: Session, spec: ResourceSpec, place: Place, object_id: str, olds: Mapping[str, Value]
) -> None:
    name, parents = place
    collection = session.collection(name)
    option = spec.endpoint.replacement
    replacement = olds.get(option) if option else None
    try:
        accepted = (
            collection.delete(*parents, object_id)
            if replacement is None
            else collection.delete(*parents, object_id, replacement=str(replacement))
        )
    except NotFoundError:
        # To the credentials of another account everything is gone, and would be left behind.
        read.believe_gone(session, spec, object_id, olds)
        return
    if accepted:
        _until_gone(session, spec, place, object_id, olds)


def _until_gone(
    session: Session, spec: ResourceSpec, place: Place, object_id: str, olds: Mapping[str, Value]
) -> None:
    name, parents = place
    for seconds in _POLLS:
        session.wait(seconds)
        try:
            session.collection(name).get(*parents, object_id)
        except NotFoundError:
            return
    raise LifecycleError(
        f"{called(spec, olds, object_id)}: the API accepted the delete but still shows the object after"
        f" {int(sum(_POLLS))} s. Run the command again: it goes on from there"
    )
