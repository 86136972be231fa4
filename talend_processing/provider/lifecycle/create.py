"""create: one write after one shared look, and never a second write for an outcome that is not known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from talend_processing.client.errors import ConflictError, NotFoundError, TalendError, ValidationError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.spec import Place, Property, ResourceSpec, Role
from talend_processing.provider.kinds.values import Inputs, Outputs, Value, is_empty
from talend_processing.provider.lifecycle import custom_operations, read, update
from talend_processing.provider.lifecycle.state import outputs, with_secrets
from talend_processing.provider.session.location import age_of, called, has_key, key_of, listing_of, place_of
from talend_processing.provider.session.session import Session

if TYPE_CHECKING:
    from talend_processing.client.model import Model

_BAD_REQUEST: Final = 400
_LOOKS = (0.0, 1.0, 3.0)
"""Seconds to wait before each look for an object whose create got no answer: lists may lag behind."""


def create(session: Session, spec: ResourceSpec, inputs: Inputs) -> tuple[str, Outputs]:
    """Create the object, or adopt the one that is there, as `on_existing` and `adopt_id` say."""
    if adopt_id := inputs.get("adoptId"):
        return _adopt(session, spec, inputs, str(adopt_id))
    place, key = place_of(spec, inputs), key_of(spec, inputs)
    if inputs.get("onExisting") == "create":
        with session.one_at_a_time(key):
            return _create(session, spec, inputs, place)
    with session.claim(key) as keep, session.one_at_a_time(key):
        if keep is None:
            raise LifecycleError(
                f"{called(spec, inputs)}: two resources of this program declare it; give one another name"
                " or remove it"
            )
        object_id, outs = _create(session, spec, inputs, place)
        keep(object_id)
        return object_id, outs


def _create(session: Session, spec: ResourceSpec, inputs: Inputs, place: Place) -> tuple[str, Outputs]:
    listing = listing_of(spec, inputs)
    before = _same_key(session.objects(listing), spec, inputs)
    if before and inputs.get("onExisting") != "create":
        return _existing(session, spec, inputs, before)
    try:
        return _post(session, spec, inputs, place)
    except (ConflictError, ValidationError) as error:
        if isinstance(error, ConflictError):
            there = _same_key(session.objects(listing, fresh=True), spec, inputs)
            if there:
                return _existing(session, spec, inputs, there)
        # What was refused had no effect, and a member may have been in the way.
        if not custom_operations.make_room(session, inputs.get(spec.endpoint.members), error):
            raise
    return _post(session, spec, inputs, place)


def _post(session: Session, spec: ResourceSpec, inputs: Inputs, place: Place) -> tuple[str, Outputs]:
    if spec.endpoint.silent:
        # The answer does not name the object: what is new in the list is it, if nobody else adds to it.
        with session.one_at_a_time(listing_of(spec, inputs)):
            answer = _posted(session, spec, inputs, place)
    else:
        answer = _posted(session, spec, inputs, place)
    object_id = str(answer["id"])
    session.wrote(listing_of(spec, inputs), object_id, answer)
    for child in spec.endpoint.children:
        session.born((child, (object_id,)))
    return object_id, outputs(spec, inputs, answer, api_url=session.api_url)


def _posted(session: Session, spec: ResourceSpec, inputs: Inputs, place: Place) -> JsonObject:
    """The object as the API shows it after one POST, whatever became of the answer."""
    name, parents = place
    known = session.known_ids(listing_of(spec, inputs))
    try:
        made = _made(session, spec, name, parents, body_of(spec, inputs))
    except TalendError as error:
        if error.outcome != "unknown":
            raise
        return _new(session, spec, inputs, place, known, error)
    if made is None or spec.endpoint.silent:
        return _new(session, spec, inputs, place, known, None)
    return made.wire()


def _made(
    session: Session, spec: ResourceSpec, collection: str, parents: tuple[str, ...], body: Outputs
) -> Model | None:
    """Send the POST, and a second one with the parents' runtime ids if the API refuses their ids.

    The reference says `Runtime id` where a body repeats a parent's id, and parents have both an `id` and a
    `runtimeId`.
    """
    endpoint = session.collection(collection)
    try:
        return endpoint.create(*parents, body=body)
    except ValidationError as error:
        if error.status != _BAD_REQUEST or not spec.endpoint.body_parents:
            raise
        runtime_id = session.collection(spec.endpoint.parent_collection).get(*parents).wire().get("runtimeId")
        if not runtime_id:
            raise
        try:
            return endpoint.create(
                *parents, body=body | dict.fromkeys(spec.endpoint.body_parents, runtime_id)
            )
        except ValidationError:
            raise error from None  # the id was not the reason


def _new(
    session: Session,
    spec: ResourceSpec,
    inputs: Inputs,
    place: Place,
    known: Collection[str],
    error: TalendError | None,
) -> JsonObject:
    """Find the object that a create made whose answer was lost, or does not name it."""
    said = f"the create got no answer ({error})" if error else "the API created it without naming it"
    looked = "none has appeared"
    for seconds in _LOOKS:
        try:
            session.wait(seconds)
            there = _same_key(session.objects(listing_of(spec, inputs), fresh=True), spec, inputs)
        except TalendError as problem:
            looked = f"it could not be looked for ({problem})"
            continue
        new = [
            object_id for object_id in there if object_id not in known and object_id not in session.owned()
        ]
        if len(new) == 1:
            return _whole(session, spec, place, new[0], there[new[0]])
        if new:
            raise LifecycleError(
                f"{called(spec, inputs)}: {said}, and there are now {len(new)} new ones: {', '.join(new)}."
                " Delete all but one, then set adopt_id to its id"
            ) from error
        looked = "none has appeared"
    raise LifecycleError(
        f"{called(spec, inputs)}: {said}, and {looked}. Run `pulumi up` again: it looks before it creates"
    ) from error


def _whole(
    session: Session, spec: ResourceSpec, place: Place, object_id: str, listed: JsonObject
) -> JsonObject:
    """A found object by its own GET; if that fails as it was listed, for its id must not be lost."""
    try:
        return read.get(session, spec, place, object_id)
    except TalendError:
        return listed


def body_of(spec: ResourceSpec, inputs: Inputs) -> Outputs:
    """What a POST sends."""
    body: Outputs = dict(spec.endpoint.fill)
    for prop in spec.arguments:
        if prop.role is Role.BODY and inputs.get(prop.wire) is not None:
            body[prop.wire] = inputs[prop.wire]
    for name, parent in spec.endpoint.body_parents.items():
        body[name] = inputs[parent]
    return body


def _same_key(objects: dict[str, JsonObject], spec: ResourceSpec, inputs: Inputs) -> dict[str, JsonObject]:
    return {object_id: answer for object_id, answer in objects.items() if has_key(spec, inputs, answer)}


def _existing(
    session: Session, spec: ResourceSpec, inputs: Inputs, there: dict[str, JsonObject]
) -> tuple[str, Outputs]:
    """Do what `on_existing` says about objects that have the natural key already."""
    found = ", ".join(f"{object_id} ({age_of(answer)})" for object_id, answer in there.items())
    if any(session.is_anothers(object_id) for object_id in there):
        raise LifecycleError(
            f"{called(spec, inputs)} exists already: {found}, which is another resource of this program."
            " Give this one another name or remove it"
        )
    if inputs.get("onExisting") != "adopt":
        raise LifecycleError(
            f"{called(spec, inputs)} exists already: {found}."
            f' To take it over, set on_existing="adopt" or adopt_id="{next(iter(there))}"'
        )
    if len(there) > 1:
        raise LifecycleError(
            f"{called(spec, inputs)} exists {len(there)} times: {found}. Set adopt_id to the one to take over"
        )
    return _adopt(session, spec, inputs, next(iter(there)))


def _adopt(session: Session, spec: ResourceSpec, inputs: Inputs, object_id: str) -> tuple[str, Outputs]:
    """Take over an object that no other resource of the program stands for."""
    with session.adopting(object_id) as free:
        if not free:
            raise LifecycleError(
                f"{called(spec, inputs, object_id)} is already another resource of this program"
            )
        return object_id, _made_its_own(session, spec, inputs, object_id)


def _made_its_own(session: Session, spec: ResourceSpec, inputs: Inputs, object_id: str) -> Outputs:
    """Change what can be changed, refuse what differs and cannot."""
    place = place_of(spec, inputs)
    try:
        answer = read.get(session, spec, place, object_id)
    except NotFoundError as error:
        raise LifecycleError(f"{called(spec, inputs, object_id)} cannot be adopted: {error}") from error
    differing = [prop.name for prop in unchangeable(spec, inputs, answer)]
    if differing:
        raise LifecycleError(
            f"{called(spec, inputs, object_id)} cannot be adopted: {', '.join(differing)} differ(s) and the"
            " API cannot change that. Declare what is there, or delete the object first"
        )
    # Secrets cannot be compared with what is there, so they count as changed and are written.
    known = {
        prop.wire: with_secrets(prop.shape, inputs.get(prop.wire), None)
        for prop in spec.arguments
        if not prop.secret
    }
    olds = outputs(spec, known, answer, api_url=session.api_url)
    return update.update(session, spec, object_id, olds, inputs)


def unchangeable(spec: ResourceSpec, inputs: Inputs, answer: Mapping[str, Value]) -> list[Property]:
    """Return the arguments that differ from what the API shows and that only a replacement could change."""
    return [
        prop
        for prop in spec.arguments
        if prop.replace
        and prop.role is Role.BODY
        and not is_empty(inputs.get(prop.wire))
        and not prop.fits(inputs[prop.wire], prop.observe(answer))
    ]
