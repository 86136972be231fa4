"""create: look for the natural key, send the POST, and if its response is lost, look for the new object."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Final

from talend_processing.client.errors import (
    ApiError,
    ConflictError,
    TalendError,
    ValidationError,
)
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.spec import Role
from talend_processing.provider.kinds.values import Inputs, Outputs
from talend_processing.provider.lifecycle.existing_objects import Adopts
from talend_processing.provider.lifecycle.state import state_after
from talend_processing.provider.session.list_cache import ListKey
from talend_processing.provider.session.ownership import NaturalKey
from talend_processing.provider.session.session import Session

_LOOKUP_DELAYS: Final = (0.0, 1.0, 3.0)
"""Seconds to wait before each look-up of a new object: the API's lists may contain it late."""


class Creates(Adopts):
    """Create objects of a collection, or adopt existing ones."""

    create_returns_id: ClassVar[bool] = True
    """Whether the response to a create contains the object's id. If not, the new object is looked up."""

    def create_body(self, inputs: Inputs) -> Outputs:
        """Return the body of the POST."""
        return {
            prop.wire: inputs[prop.wire]
            for prop in self.spec.arguments
            if prop.role is Role.BODY and inputs.get(prop.wire) is not None
        }

    def send_create(self, session: Session, parents: tuple[str, ...], body: Outputs) -> JsonObject | None:
        """Send the POST. Return the object in the response, or None if the response contains no object."""
        created = session.collection(self.spec.endpoint.collection).create(*parents, body=body)
        return None if created is None else created.wire()

    def resolve_refusal(self, session: Session, inputs: Inputs, error: ApiError) -> bool:
        """Remove a possible reason for a refused POST. Return whether to send the POST once more."""
        del session, inputs, error
        return False

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Create the object, or adopt an existing one, as `on_existing` and `adopt_id` say."""
        if adopt_id := inputs.get("adoptId"):
            return self.adopt(session, inputs, str(adopt_id))
        natural_key = self._natural_key(inputs)
        if inputs.get("onExisting") == "create":
            with session.one_at_a_time(natural_key):
                object_id, outs = self._create(session, inputs)
                session.ownership.created(object_id)
                return object_id, outs
        with session.ownership.reserve(natural_key) as commit, session.one_at_a_time(natural_key):
            if commit is None:
                raise LifecycleError(
                    f"{self.spec.describe(inputs)}: two resources of this program declare it. Rename or"
                    " remove one of the two"
                )
            object_id, outs = self._create(session, inputs)
            commit(object_id)
            return object_id, outs

    def _natural_key(self, inputs: Inputs) -> NaturalKey:
        """Return the natural key. Creates with the same key run one after the other."""
        endpoint = self.spec.endpoint
        place = endpoint.collection, self.list_key(inputs)[1]
        return place, tuple(str(inputs.get(name)) for name in endpoint.key)

    def _create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Create the object. If an object has the same natural key, do what `on_existing` says."""
        existing = self.objects_with_key(session, inputs)
        if existing and inputs.get("onExisting") != "create":
            return self.adopt_existing(session, inputs, existing)
        try:
            return self._post(session, inputs)
        except (ConflictError, ValidationError) as error:
            if isinstance(error, ConflictError):
                existing = self.objects_with_key(session, inputs, fresh=True)
                if existing:
                    return self.adopt_existing(session, inputs, existing)
            # A refused request had no effect, so it may be sent again.
            if not self.resolve_refusal(session, inputs, error):
                raise
        return self._post(session, inputs)

    def _post(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Send the POST and add the new object to the cached list. Return its id and its state."""
        list_key = self.list_key(inputs)
        if self.create_returns_id:
            api_object = self._post_once(session, inputs, list_key)
        else:
            # A look-up takes the only new entry with the natural key, so creates run one after the other.
            with session.one_at_a_time(list_key):
                api_object = self._post_once(session, inputs, list_key)
        object_id = str(api_object["id"])
        session.lists.wrote(list_key, object_id, api_object)
        for child_list in self.child_lists(object_id):
            session.lists.mark_empty(child_list)
        return object_id, state_after(session, self.spec, inputs, api_object)

    def _post_once(self, session: Session, inputs: Inputs, list_key: ListKey) -> JsonObject:
        """Send the POST once and return the new object. Look it up if the response is lost or has no id."""
        _, parents = self.spec.collection_key(inputs)
        known_ids = session.lists.known_ids(list_key)
        try:
            api_object = self.send_create(session, parents, self.create_body(inputs))
        except TalendError as error:
            if error.outcome != "unknown":
                raise
            return self._find_created(session, inputs, known_ids, error)
        if api_object is None or not self.create_returns_id:
            return self._find_created(session, inputs, known_ids, None)
        return api_object

    def _find_created(
        self, session: Session, inputs: Inputs, known_ids: Collection[str], error: TalendError | None
    ) -> JsonObject:
        """Find the new object of a POST whose response was lost or contains no id.

        Raises:
            LifecycleError: The look-up failed, or found no new object or several.

        """
        subject = self.spec.describe(inputs)
        cause = (
            f"the create got no usable response ({error})"
            if error
            else "the API created it without returning its id"
        )
        lookup_result = "the lists show no new object"
        for delay in _LOOKUP_DELAYS:
            try:
                session.wait(delay)
                matches = self.objects_with_key(session, inputs, fresh=True) or self.objects_with_key(
                    session, inputs, trimmed=True
                )
            except TalendError as lookup_error:
                lookup_result = f"the look-up failed ({lookup_error})"
                continue
            is_managed = session.ownership.is_managed
            new_ids = [
                object_id for object_id in matches if object_id not in known_ids and not is_managed(object_id)
            ]
            if len(new_ids) == 1:
                return self._fetch(session, inputs, new_ids[0], matches[new_ids[0]])
            if new_ids:
                raise LifecycleError(
                    f"{subject}: {cause}, and the lists show {len(new_ids)} new objects: {', '.join(new_ids)}"
                    ". Delete all but one of these objects, then set adopt_id to the id of the remaining one"
                ) from error
            lookup_result = "the lists show no new object"
        advice = "Run `pulumi up` again: it looks for the object before it creates one"
        if inputs.get("onExisting") == "create":
            advice = (
                "Before you run `pulumi up` again, look for the object. If it exists, set adopt_id to its id"
            )
        raise LifecycleError(f"{subject}: {cause}, and {lookup_result}. {advice}") from error

    def _fetch(self, session: Session, inputs: Inputs, object_id: str, list_entry: JsonObject) -> JsonObject:
        """Fetch the object; fall back to its list entry."""
        try:
            return self.get(session, self.spec.collection_key(inputs), object_id)
        except TalendError:
            return list_entry  # an error would lose the id of the new object
