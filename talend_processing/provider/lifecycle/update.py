"""update: GET, merge, PUT, so that settings that the program does not declare keep their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from talend_processing.client.collection import UpdatableCollection
from talend_processing.client.errors import NotFoundError, ValidationError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.diff import declared, diff
from talend_processing.provider.kinds.spec import ResourceSpec, Shape
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.availability import explain_write
from talend_processing.provider.lifecycle.read import Reads
from talend_processing.provider.lifecycle.state import redeclared, state_after, with_environment
from talend_processing.provider.session.session import Session

if TYPE_CHECKING:
    from talend_processing.client.model import Model

_BAD_REQUEST: Final = 400


class Updates(Reads):
    """Change objects of a collection."""

    def act(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
        changed: Collection[str],
    ) -> None:
        """Apply changed arguments that a PUT cannot change (`Property.action`), such as `unpair_triggers`."""
        raise NotImplementedError(f"{self.spec.kind} has no operation for {', '.join(changed)}")

    @explain_write
    def update(self, session: Session, object_id: str, olds: Mapping[str, Value], inputs: Inputs) -> Outputs:
        """Change the object to match the arguments.

        A changed option changes only state, unless `act` applies the option.
        """
        spec = self.spec
        changed = set(diff(spec, olds, inputs).changed)
        put = any(prop.is_put and prop.wire in changed for prop in spec.arguments)
        acts = [prop.wire for prop in spec.arguments if prop.action and prop.wire in changed]
        if not put and not acts:
            return with_environment(session, spec, redeclared(spec, inputs, olds), olds)
        api_object = self._put(session, object_id, olds, inputs) if put else None
        if acts:
            self._act(session, object_id, olds, inputs, acts)
            api_object = None
        if api_object is None:
            api_object = self.get(session, spec.place(inputs), object_id)
        session.lists.wrote(self.list_key(inputs), object_id, api_object)
        return state_after(session, spec, inputs, api_object, olds)

    def _put(
        self, session: Session, object_id: str, olds: Mapping[str, Value], inputs: Inputs
    ) -> JsonObject | None:
        """Send the current values, overwritten with the declared ones. Return the object in the response."""
        name, parents = self.spec.place(inputs)
        collection = session.collection(name)
        if not isinstance(collection, UpdatableCollection):
            raise TypeError(f"the API cannot update {name}")
        try:
            shown = collection.get(*parents, object_id)
        except NotFoundError as error:
            raise self._missing(session, object_id, olds, error) from error
        current = self.with_omitted_values(session, object_id, shown.wire())
        unknown = self._unknown_members(shown)
        write = partial(collection.update, *parents, object_id)
        written = _write(write, merged(self.spec, olds, inputs, current), unknown)
        if unknown:
            self._warn_of_lost_members(session, object_id, unknown, collection.get(*parents, object_id))
        return None if written is None else self.with_omitted_values(session, object_id, written.wire())

    def _act(
        self, session: Session, object_id: str, olds: Mapping[str, Value], inputs: Inputs, acts: list[str]
    ) -> None:
        try:
            self.act(session, object_id, olds, inputs, acts)
        except NotFoundError as error:
            try:
                self.get(session, self.spec.place(inputs), object_id)
            except NotFoundError:
                raise self._missing(session, object_id, olds, error) from error
            raise  # another object is missing, such as a new member of a cluster

    def _missing(
        self, session: Session, object_id: str, olds: Mapping[str, Value], error: NotFoundError
    ) -> LifecycleError:
        """Return the error for an update of an object that no longer exists."""
        self.check_gone(session, object_id, olds)
        return LifecycleError(
            f"{self.spec.describe(olds, object_id)} cannot be updated: {error}. If it was deleted,"
            " `pulumi up --refresh` creates it again"
        )

    def _unknown_members(self, shown: Model) -> JsonObject:
        """Return the members of the JSON object that this version does not know, except masked secrets."""
        known = {prop.wire for prop in self.spec.properties}
        extra = shown.model_extra or {}
        return {name: value for name, value in extra.items() if name not in known and not _holds_mask(value)}

    def _warn_of_lost_members(
        self, session: Session, object_id: str, unknown: JsonObject, after: Model
    ) -> None:
        lost = [name for name in unknown if name not in (after.model_extra or {})]
        if lost:
            what = self.spec.describe(after.wire(), object_id)
            session.warn(
                f"{what}: the API dropped {', '.join(lost)}, which this version of the provider does not"
                " know. Set it again in Talend Management Console"
            )


def _holds_mask(value: Value) -> bool:
    """Return whether a value contains a masked secret (`****`), which must not be written back."""
    if isinstance(value, str):
        return bool(value) and not value.strip("*•")
    if isinstance(value, Mapping):
        return any(map(_holds_mask, value.values()))
    return isinstance(value, list) and any(map(_holds_mask, value))


def _write(write: Callable[..., Model | None], body: Outputs, unknown: JsonObject) -> Model | None:
    """Send a PUT with the body and the unknown members, because a PUT may reset members that it omits.

    Unknown members may be read-only. If the API answers 400, the PUT is sent again without the members that
    the error names, or without all unknown members if it names none.

    Raises:
        CallError: The PUT failed for another reason.

    """
    sent = dict(unknown)
    while True:
        try:
            return write(body=sent | body)
        except ValidationError as error:
            if error.status != _BAD_REQUEST or not sent:
                raise
            message = f"{error.message} {error.details}"
            named = [name for name in sent if re.search(rf"\b{re.escape(name)}\b", message)]
            for name in named or list(sent):
                del sent[name]


def merged(
    spec: ResourceSpec, olds: Mapping[str, Value], inputs: Inputs, current: Mapping[str, Value]
) -> Outputs:
    """Return the body of a PUT: the declared values, and the current values of undeclared arguments.

    It omits undeclared secrets, and arguments that the previous `up` declared and this one does not.
    """
    before = declared(olds)
    body: Outputs = {}
    for prop in spec.arguments:
        if not prop.is_put:
            continue
        given = inputs.get(prop.wire)
        if given is not None:
            body[prop.wire] = _merged_block(prop.shape, given, current.get(prop.wire))
        elif prop.wire not in before and not prop.secret and current.get(prop.wire) is not None:
            body[prop.wire] = prop.shape.with_secrets(current[prop.wire], None)
    return body


def _merged_block(shape: Shape, given: Value, current: Value) -> Value:
    """Return a declared block with the current values of undeclared members, except secrets."""
    if shape.kind != "block" or not isinstance(given, Mapping) or not isinstance(current, Mapping):
        return given
    members = {member.wire: member for member in shape.fields}
    kept = {name: value for name, value in current.items() if name not in members or not members[name].secret}
    return kept | {
        name: _merged_block(members[name].shape, value, current.get(name)) if name in members else value
        for name, value in given.items()
    }
