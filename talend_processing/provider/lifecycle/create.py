"""create: one write after one shared look-up, and never a second write after an unknown outcome."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar, Final

from talend_processing.client.errors import (
    ApiError,
    ConflictError,
    NotFoundError,
    TalendError,
    ValidationError,
)
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.spec import Property, ResourceSpec, Role
from talend_processing.provider.kinds.values import Inputs, Outputs, Value, is_empty, same
from talend_processing.provider.lifecycle import environment
from talend_processing.provider.lifecycle.state import age_of, outputs
from talend_processing.provider.lifecycle.update import Updates
from talend_processing.provider.session.ownership import Key
from talend_processing.provider.session.session import Session

_LOOKS: Final = (0.0, 1.0, 3.0)
"""Seconds to wait before each look for an object whose create got no answer: lists may lag behind."""


class Creates(Updates):
    """Create objects of a collection, or adopt those that are there."""

    create_names_object: ClassVar[bool] = True
    """Whether the answer to a create names the object. If not, the new object is looked up."""

    def is_same(self, inputs: Inputs, answer: Mapping[str, Value]) -> bool:
        """Return whether an object with the same natural key is the one that the arguments describe."""
        del inputs, answer
        return True

    def create_body(self, inputs: Inputs) -> Outputs:
        """Return what a create sends."""
        return {
            prop.wire: inputs[prop.wire]
            for prop in self.spec.arguments
            if prop.role is Role.BODY and inputs.get(prop.wire) is not None
        }

    def send_create(self, session: Session, parents: tuple[str, ...], body: Outputs) -> JsonObject | None:
        """Send the create once. Return the object as the answer shows it, or None if it does not."""
        created = session.collection(self.spec.endpoint.collection).create(*parents, body=body)
        return None if created is None else created.wire()

    def make_room(self, session: Session, inputs: Inputs, error: ApiError) -> bool:
        """Remove what may be the reason for a refused create. Return whether to send it a second time."""
        del session, inputs, error
        return False

    def has_key(self, inputs: Inputs, answer: Mapping[str, Value], *, trimmed: bool = False) -> bool:
        """Return whether an object of the API is the one that the arguments describe.

        Args:
            inputs: The arguments.
            answer: The object.
            trimmed: Whether names are compared without white space at their ends, which the API may remove.

        """
        by_wire = {prop.wire: prop for prop in self.spec.arguments}
        for name in self.spec.endpoint.key:
            declared, observed = inputs.get(name), by_wire[name].observe(answer)
            if trimmed and isinstance(declared, str) and isinstance(observed, str):
                declared, observed = declared.strip(), observed.strip()
            if not same(declared, observed):
                return False
        return self.is_same(inputs, answer)

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Create the object, or adopt the one that is there, as `on_existing` and `adopt_id` say."""
        if adopt_id := inputs.get("adoptId"):
            return self._adopt(session, inputs, str(adopt_id))
        key = self._key(inputs)
        if inputs.get("onExisting") == "create":
            with session.one_at_a_time(key):
                object_id, outs = self._create(session, inputs)
                session.ownership.created(object_id)
                return object_id, outs
        with session.ownership.reserve(key) as commit, session.one_at_a_time(key):
            if commit is None:
                raise LifecycleError(
                    f"{self.spec.describe(inputs)}: two resources of this program declare it; give one"
                    " another name or remove it"
                )
            object_id, outs = self._create(session, inputs)
            commit(object_id)
            return object_id, outs

    def _key(self, inputs: Inputs) -> Key:
        """Return the natural key that a create reserves."""
        endpoint = self.spec.endpoint
        place = endpoint.collection, self.list_key(inputs)[1]
        return place, tuple(str(inputs.get(name)) for name in endpoint.key)

    def _create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        before = self._same_key(session, inputs)
        if before and inputs.get("onExisting") != "create":
            return self._existing(session, inputs, before)
        try:
            return self._post(session, inputs)
        except (ConflictError, ValidationError) as error:
            if isinstance(error, ConflictError):
                there = self._same_key(session, inputs, fresh=True)
                if there:
                    return self._existing(session, inputs, there)
            # A refused request had no effect, so it may be sent again.
            if not self.make_room(session, inputs, error):
                raise
        return self._post(session, inputs)

    def _post(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        if self.create_names_object:
            answer = self._posted(session, inputs)
        else:
            # The answer does not name the object: it is the new entry of the list, if nobody else adds one.
            with session.one_at_a_time(self.list_key(inputs)):
                answer = self._posted(session, inputs)
        object_id = str(answer["id"])
        session.wrote(self.list_key(inputs), object_id, answer)
        for content in self.contents(object_id):
            session.mark_empty(content)
        outs = outputs(self.spec, inputs, answer, api_url=session.api_url)
        return object_id, environment.of_parent(session, self.spec, outs, {})

    def _posted(self, session: Session, inputs: Inputs) -> JsonObject:
        """Return the object as the API shows it after one POST, even if the answer was lost."""
        _, parents = self.spec.place(inputs)
        known = session.known_ids(self.list_key(inputs))
        try:
            answer = self.send_create(session, parents, self.create_body(inputs))
        except TalendError as error:
            if error.outcome != "unknown":
                raise
            return self._new(session, inputs, known, error)
        if answer is None or not self.create_names_object:
            return self._new(session, inputs, known, None)
        return answer

    def _new(
        self, session: Session, inputs: Inputs, known: Collection[str], error: TalendError | None
    ) -> JsonObject:
        """Find the object that a create made whose answer was lost, or does not name it."""
        said = f"the create got no answer ({error})" if error else "the API created it without naming it"
        looked = "none has appeared"
        for seconds in _LOOKS:
            try:
                session.wait(seconds)
                there = self._same_key(session, inputs, fresh=True) or self._same_key(
                    session, inputs, trimmed=True
                )
            except TalendError as problem:
                looked = f"it could not be looked for ({problem})"
                continue
            managed = session.ownership.is_managed
            new = [object_id for object_id in there if object_id not in known and not managed(object_id)]
            if len(new) == 1:
                return self._whole(session, inputs, new[0], there[new[0]])
            if new:
                raise LifecycleError(
                    f"{self.spec.describe(inputs)}: {said}, and there are now {len(new)} new ones:"
                    f" {', '.join(new)}. Delete all but one, then set adopt_id to its id"
                ) from error
            looked = "none has appeared"
        raise LifecycleError(
            f"{self.spec.describe(inputs)}: {said}, and {looked}. Run `pulumi up` again: it looks before it"
            " creates"
        ) from error

    def _whole(self, session: Session, inputs: Inputs, object_id: str, listed: JsonObject) -> JsonObject:
        """Fetch an object that was found; fall back to its list entry, because its id must not be lost."""
        try:
            return self.get(session, self.spec.place(inputs), object_id)
        except TalendError:
            return listed

    def _same_key(
        self, session: Session, inputs: Inputs, *, fresh: bool = False, trimmed: bool = False
    ) -> dict[str, JsonObject]:
        objects = session.objects(self.list_key(inputs), fresh=fresh)
        return {
            object_id: answer
            for object_id, answer in objects.items()
            if self.has_key(inputs, answer, trimmed=trimmed)
        }

    def _existing(
        self, session: Session, inputs: Inputs, there: dict[str, JsonObject]
    ) -> tuple[str, Outputs]:
        """Do what `on_existing` says about objects that have the natural key already."""
        called = self.spec.describe(inputs)
        found = ", ".join(f"{object_id} ({age_of(answer)})" for object_id, answer in there.items())
        if any(session.ownership.is_anothers(object_id) for object_id in there):
            raise LifecycleError(
                f"{called} exists already: {found}, which is another resource of this program."
                " Give this one another name or remove it"
            )
        if inputs.get("onExisting") != "adopt":
            raise LifecycleError(
                f"{called} exists already: {found}."
                f' To take it over, set on_existing="adopt" or adopt_id="{next(iter(there))}"'
            )
        if len(there) > 1:
            raise LifecycleError(
                f"{called} exists {len(there)} times: {found}. Set adopt_id to the one to take over"
            )
        return self._adopt(session, inputs, next(iter(there)))

    def _adopt(self, session: Session, inputs: Inputs, object_id: str) -> tuple[str, Outputs]:
        """Take over an object that no other resource of the program stands for."""
        with session.ownership.adopt(object_id) as free:
            if not free:
                raise LifecycleError(
                    f"{self.spec.describe(inputs, object_id)} is already another resource of this program"
                )
            return object_id, self._adopted(session, inputs, object_id)

    def _adopted(self, session: Session, inputs: Inputs, object_id: str) -> Outputs:
        """Change what can be changed. Refuse an object that differs in anything else."""
        spec = self.spec
        try:
            answer = self.get(session, spec.place(inputs), object_id)
        except NotFoundError as error:
            raise LifecycleError(f"{spec.describe(inputs, object_id)} cannot be adopted: {error}") from error
        differing = [prop.name for prop in unchangeable(spec, inputs, answer)]
        if differing:
            raise LifecycleError(
                f"{spec.describe(inputs, object_id)} cannot be adopted: {', '.join(differing)} differ(s) and"
                " the API cannot change that. Declare what is there, or delete the object first"
            )
        # Secrets cannot be compared with what is there, so they count as changed and are written.
        known = {
            prop.wire: prop.shape.with_secrets(inputs.get(prop.wire), None)
            for prop in spec.arguments
            if not prop.secret
        }
        olds = outputs(spec, known, answer, api_url=session.api_url)
        return self.update(session, object_id, olds, inputs)


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
