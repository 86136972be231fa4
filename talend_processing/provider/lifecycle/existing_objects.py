"""Existing objects: take over an object, and say in a preview which object a create will adopt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from talend_processing.client.errors import NotFoundError, TalendError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.diff import diff
from talend_processing.provider.kinds.spec import Property, ResourceSpec, Role
from talend_processing.provider.kinds.values import Inputs, Outputs, Value, holds_unknown, is_empty
from talend_processing.provider.lifecycle.state import observe, outputs
from talend_processing.provider.lifecycle.update import Updates
from talend_processing.provider.session.session import Session


class Adopts(Updates):
    """Adopt objects of a collection, and update them to match the arguments."""

    def adopt_existing(
        self, session: Session, inputs: Inputs, existing: dict[str, JsonObject]
    ) -> tuple[str, Outputs]:
        """Adopt the object that already has the natural key, if `on_existing` is `adopt`.

        `existing` contains every object with that key, by id. Return the adopted object's id and its state.

        Raises:
            LifecycleError: `on_existing` is not `adopt`, another resource owns an object with the key,
                several objects have the key, or the adoption fails.

        """
        subject = self.spec.describe(inputs)
        ids_and_ages = ", ".join(
            f"{object_id} ({age_of(api_object)})" for object_id, api_object in existing.items()
        )
        if any(session.ownership.has_another_owner(object_id) for object_id in existing):
            raise LifecycleError(
                f"{subject} exists already: {ids_and_ages}. Another resource of this program owns it."
                " Rename or remove one of the two resources"
            )
        if inputs.get("onExisting") != "adopt":
            raise LifecycleError(
                f"{subject} exists already: {ids_and_ages}."
                f' To take it over, set on_existing="adopt" or adopt_id="{next(iter(existing))}"'
            )
        if len(existing) > 1:
            raise LifecycleError(
                f"{subject} exists {len(existing)} times: {ids_and_ages}."
                " Set adopt_id to the id of the object to take over"
            )
        return self.adopt(session, inputs, next(iter(existing)))

    def adopt(self, session: Session, inputs: Inputs, object_id: str) -> tuple[str, Outputs]:
        """Adopt an object. Return its id and its state.

        Raises:
            LifecycleError: Another resource of the program owns the object, the object does not exist, or it
                differs in an argument that only a replacement could change.

        """
        with session.ownership.adopt(object_id) as is_free:
            if not is_free:
                raise LifecycleError(
                    f"{self.spec.describe(inputs, object_id)} belongs to another resource of this program"
                )
            return object_id, self._update_adopted(session, inputs, object_id)

    def _update_adopted(self, session: Session, inputs: Inputs, object_id: str) -> Outputs:
        """Update the object to match the arguments, and return its state.

        Raises:
            LifecycleError: The object does not exist, or only a replacement could make it match.

        """
        spec = self.spec
        try:
            api_object = self.get(session, spec.collection_key(inputs), object_id)
        except NotFoundError as error:
            raise LifecycleError(f"{spec.describe(inputs, object_id)} cannot be adopted: {error}") from error
        differing = [prop.name for prop in unchangeable(spec, inputs, api_object)]
        if differing:
            raise LifecycleError(
                f"{spec.describe(inputs, object_id)} cannot be adopted: {', '.join(differing)} differ(s), and"
                " the API cannot change them. Declare the object's values, or delete the object first"
            )
        return self.update(session, object_id, self._assumed_state(session, inputs, api_object), inputs)

    def describe_adoption(self, session: Session, inputs: Inputs) -> str:
        """Return a line for the preview: which object a create will adopt, and what it will write.

        Returns:
            A text such as `adopts 6a00…01; will write description` or `cannot adopt 6a00…01: …`. An empty
            string if an argument that identifies the object is not known yet, if no object or more than one
            is found, or if a call fails. The create then reports the reason.

        """
        endpoint = self.spec.endpoint
        identifying_arguments = {*endpoint.parents, *endpoint.key, *self.listed_by, "adoptId"}
        if any(holds_unknown(inputs.get(wire)) for wire in identifying_arguments):
            return ""
        try:
            return self._describe_identified(session, inputs)
        except TalendError:
            return ""

    def _describe_identified(self, session: Session, inputs: Inputs) -> str:
        spec = self.spec
        adopt_id = inputs.get("adoptId")
        candidate_ids = [str(adopt_id)] if adopt_id else [*self.objects_with_key(session, inputs)]
        if len(candidate_ids) != 1:
            return ""
        object_id = candidate_ids[0]
        list_entry = session.lists.objects(self.list_key(inputs)).get(object_id)
        if self.reads_from_list and list_entry is not None:
            api_object = self.with_omitted_values(session, object_id, list_entry)
        else:
            api_object = self.get(session, spec.collection_key(inputs), object_id)
        known = {wire: value for wire, value in inputs.items() if not holds_unknown(value)}
        if differing := [prop.name for prop in unchangeable(spec, known, api_object)]:
            return (
                f"cannot adopt {object_id}: {', '.join(differing)} differ(s), and only a replacement can"
                " change them"
            )
        changed = diff(spec, self._assumed_state(session, known, api_object), known).changed
        written = [prop for prop in spec.arguments if prop.wire in changed and (prop.is_put or prop.action)]
        names = ", ".join(prop.name for prop in written)
        return f"adopts {object_id}; will write {names}" if names else f"adopts {object_id}"

    def _assumed_state(self, session: Session, inputs: Inputs, api_object: Mapping[str, Value]) -> Outputs:
        """Return the state that the object would have if an earlier `up` had declared its current values.

        Omit secrets, because the API masks them. So the update writes the declared secrets.
        """
        arguments = {
            prop.wire: prop.shape.with_secrets(inputs.get(prop.wire), None)
            for prop in self.spec.arguments
            if not prop.secret
        }
        return outputs(self.spec, arguments, api_object, api_url=session.api_url)


def unchangeable(spec: ResourceSpec, inputs: Inputs, api_object: Mapping[str, Value]) -> list[Property]:
    """Return the arguments that differ from the object and that only a replacement could change."""
    return [
        prop
        for prop in spec.arguments
        if prop.replace
        and prop.role is Role.BODY
        and not is_empty(inputs.get(prop.wire))
        and not prop.fits(inputs[prop.wire], observe(prop, api_object))
    ]


def age_of(api_object: Mapping[str, Value], now: datetime | None = None) -> str:
    """Return the age of an object: `created 5 h ago`, or `of unknown age` if the API omits the date."""
    created = api_object.get("createDate") or api_object.get("creationDate")
    if not isinstance(created, str):
        return "of unknown age"
    try:
        age = (now or datetime.now(UTC)) - datetime.fromisoformat(created)
    except (TypeError, ValueError):  # a time without a zone, or another format
        return f"created {created}"
    hours = age.total_seconds() / 3600
    if hours < 1:
        return f"created {max(0, int(hours * 60))} min ago"
    return f"created {int(hours)} h ago" if hours < 48 else f"created {int(hours // 24)} days ago"  # noqa: PLR2004 - two days
