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

        An argument such as `on_existing` is not part of the object (`Role.OPTION`). If it changes, the
        update changes only state, unless `act` applies the argument.
        """
        spec = self.spec
        changed = set(diff(spec, olds, inputs).changed)
        needs_put = any(prop.is_put and prop.wire in changed for prop in spec.arguments)
        action_arguments = [prop.wire for prop in spec.arguments if prop.action and prop.wire in changed]
        if not needs_put and not action_arguments:
            return with_environment(session, spec, redeclared(spec, inputs, olds), olds)
        api_object = self._put(session, object_id, olds, inputs) if needs_put else None
        if action_arguments:
            self._act(session, object_id, olds, inputs, action_arguments)
            api_object = None
        if api_object is None:
            api_object = self.get(session, spec.collection_key(inputs), object_id)
        session.lists.wrote(self.list_key(inputs), object_id, api_object)
        return state_after(session, spec, inputs, api_object, olds)

    def _put(
        self, session: Session, object_id: str, olds: Mapping[str, Value], inputs: Inputs
    ) -> JsonObject | None:
        """Send a PUT with the current and the declared values. Return the object in the response."""
        collection_name, parents = self.spec.collection_key(inputs)
        collection = session.collection(collection_name)
        if not isinstance(collection, UpdatableCollection):
            raise TypeError(f"the API cannot update {collection_name}")
        try:
            model = collection.get(*parents, object_id)
        except NotFoundError as error:
            raise self._missing(session, object_id, olds, error) from error
        current = self.with_omitted_values(session, object_id, model.wire())
        extra_fields = self._extra_fields(model)
        send_put = partial(collection.update, *parents, object_id)
        updated = _write_with_extra_fields(send_put, merged(self.spec, olds, inputs, current), extra_fields)
        if extra_fields:
            self._warn_of_lost_fields(session, object_id, extra_fields, collection.get(*parents, object_id))
        return None if updated is None else self.with_omitted_values(session, object_id, updated.wire())

    def _act(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
        action_arguments: list[str],
    ) -> None:
        try:
            self.act(session, object_id, olds, inputs, action_arguments)
        except NotFoundError as error:
            try:
                self.get(session, self.spec.collection_key(inputs), object_id)
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

    def _extra_fields(self, model: Model) -> JsonObject:
        """Return the fields that this version of the provider does not know, except masked secrets."""
        known_fields = {prop.wire for prop in self.spec.properties}
        extra = model.model_extra or {}
        return {
            name: value
            for name, value in extra.items()
            if name not in known_fields and not _holds_mask(value)
        }

    def _warn_of_lost_fields(
        self, session: Session, object_id: str, extra_fields: JsonObject, updated: Model
    ) -> None:
        lost_names = [name for name in extra_fields if name not in (updated.model_extra or {})]
        if lost_names:
            subject = self.spec.describe(updated.wire(), object_id)
            session.warn(
                f"{subject}: the API dropped the field(s) {', '.join(lost_names)}, which this version of the"
                " provider does not know. Set them again in Talend Management Console"
            )


def _holds_mask(value: Value) -> bool:
    """Return whether a value contains a masked secret (`****`), which must not be written back."""
    if isinstance(value, str):
        return bool(value) and not value.strip("*•")
    if isinstance(value, Mapping):
        return any(map(_holds_mask, value.values()))
    return isinstance(value, list) and any(map(_holds_mask, value))


def _write_with_extra_fields(
    send_put: Callable[..., Model | None], body: Outputs, extra_fields: JsonObject
) -> Model | None:
    """Send a PUT with the body and the extra fields, because a PUT may reset fields that it omits.

    Extra fields may be read-only. If the API answers 400, send the PUT again without the extra fields that
    the error names. If the error names none of them, send it without any extra field.

    Raises:
        CallError: The PUT failed for another reason.

    """
    sent_fields = dict(extra_fields)
    while True:
        try:
            return send_put(body=sent_fields | body)
        except ValidationError as error:
            if error.status != _BAD_REQUEST or not sent_fields:
                raise
            message = f"{error.message} {error.details}"
            named_fields = [name for name in sent_fields if re.search(rf"\b{re.escape(name)}\b", message)]
            for name in named_fields or list(sent_fields):
                del sent_fields[name]


def merged(
    spec: ResourceSpec, olds: Mapping[str, Value], inputs: Inputs, current: Mapping[str, Value]
) -> Outputs:
    """Return the body of a PUT: the declared values, and the current values of undeclared arguments.

    The body omits undeclared secrets, and arguments that the program no longer declares.
    """
    previously_declared = declared(olds)
    body: Outputs = {}
    for prop in spec.arguments:
        if not prop.is_put:
            continue
        declared_value = inputs.get(prop.wire)
        if declared_value is not None:
            body[prop.wire] = _merged_block(prop.shape, declared_value, current.get(prop.wire))
        elif prop.wire not in previously_declared and not prop.secret and current.get(prop.wire) is not None:
            body[prop.wire] = prop.shape.with_secrets(current[prop.wire], None)
    return body


def _merged_block(shape: Shape, declared_block: Value, current: Value) -> Value:
    """Return a declared block with the current values of undeclared fields, except secrets."""
    if shape.kind != "block" or not isinstance(declared_block, Mapping) or not isinstance(current, Mapping):
        return declared_block
    fields = {field.wire: field for field in shape.fields}
    kept_values = {
        name: value for name, value in current.items() if name not in fields or not fields[name].secret
    }
    return kept_values | {
        name: _merged_block(fields[name].shape, value, current.get(name)) if name in fields else value
        for name, value in declared_block.items()
    }
