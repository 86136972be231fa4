"""read: what is there now, from lists that all resources of a run share; gone only when that is certain."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.client.errors import NotFoundError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.spec import Place, ResourceSpec
from talend_processing.provider.kinds.values import UNKNOWN, Outputs, Value
from talend_processing.provider.lifecycle import custom_operations, environment
from talend_processing.provider.lifecycle.diff import DECLARED, declared
from talend_processing.provider.lifecycle.lifecycles import Found
from talend_processing.provider.lifecycle.state import inputs_of, outputs
from talend_processing.provider.session.location import called, listing_of, place_of
from talend_processing.provider.session.session import Session


def read(session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]) -> Found | None:
    """The object's state, or None if it is certainly gone."""
    answer = look(session, spec, object_id, olds)
    if answer is None:
        return None
    for child in spec.endpoint.children:
        session.expect((child, (object_id,)))
    names = declared(olds)
    inputs = {prop.wire: olds.get(prop.wire) for prop in spec.arguments if prop.wire in names}
    outs = outputs(spec, inputs, answer, api_url=session.api_url, olds=olds)
    outs[DECLARED] = sorted(names)  # declared is also what has no value there at the moment
    outs = environment.of_parent(session, spec, outs, olds)
    if outs["drift"]:
        session.warn(
            f"{called(spec, outs, object_id)} was changed outside of Pulumi: {', '.join(outs['drift'])}."  # type: ignore[arg-type]
            " Only a replacement could change it back, so it is left as it is"
        )
    return Found(outs, inputs_of(spec, outs))


def state_before_first_read(
    spec: ResourceSpec, object_id: str, arguments: Mapping[str, Value]
) -> Outputs | None:
    """Return what a read works from where the stack has no state of the object: the ids of its parents.

    None says that a parent's id is not known yet, as in a preview. Pulumi leaves such an argument out.

    Raises:
        LifecycleError: A membership's id does not name its cluster and its engine.

    """
    parents, known = spec.endpoint.parents, dict(arguments)
    if spec.endpoint.life == "attachment":
        ids = object_id.split("/")
        if len(ids) != len(parents) or not all(ids):
            form = "/".join(spec.python_name(parent) for parent in parents)
            raise LifecycleError(f"{spec.endpoint.noun} {object_id}: the id must have the form {form}")
        known |= zip(parents, ids, strict=True)
    if any(parent not in known or known[parent] is UNKNOWN for parent in parents):
        return None
    return {**known, DECLARED: sorted(parents)}


def look(
    session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]
) -> JsonObject | None:
    """What the API shows of an object, or None if it is certainly gone."""
    place = place_of(spec, olds)
    if not spec.endpoint.detail:
        try:
            listed = session.object(listing_of(spec, olds), object_id)
        except NotFoundError:
            listed = None  # the parent may be gone; the object's own GET decides
        if listed is not None:
            return enriched(session, spec, object_id, listed)
    try:
        return get(session, spec, place, object_id)
    except NotFoundError:
        believe_gone(session, spec, object_id, olds)
        return None


def get(session: Session, spec: ResourceSpec, place: Place, object_id: str) -> JsonObject:
    """The object by its own GET."""
    name, parents = place
    answer = session.collection(name).get(*parents, object_id).wire()
    return enriched(session, spec, object_id, answer)


def enriched(session: Session, spec: ResourceSpec, object_id: str, answer: JsonObject) -> JsonObject:
    """The answer with what only another list tells."""
    if spec.endpoint.enrich is None:
        return answer
    return custom_operations.ENRICHMENTS[spec.endpoint.enrich](session, object_id, answer)


def believe_gone(session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]) -> None:
    """Refuse to take an object for gone while these credentials do not see where it lies."""
    if not spec.endpoint.environment:
        return
    places = {
        "environment": olds.get(spec.endpoint.environment),
        "workspace": environment.workspace_of(olds),
    }
    for what, place in places.items():
        if place is not None and str(place) not in session.objects((f"{what}s", ())):
            raise LifecycleError(
                f"{called(spec, olds, object_id)} is not found, and neither is its {what} {place}: these"
                " credentials may not see it. State is left as it is; use credentials that see the"
                f" {what}, or `pulumi state delete` if the {what} itself was deleted"
            )
