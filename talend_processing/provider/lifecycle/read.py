"""read: find an object by its id or its natural key, and decide whether an object is gone.

A read uses the lists that all resources of a process share, and the object's own GET.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from talend_processing.client.errors import NotFoundError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.kinds.diff import declared
from talend_processing.provider.kinds.spec import DECLARED, CollectionKey
from talend_processing.provider.kinds.values import Inputs, Value, same
from talend_processing.provider.lifecycle.availability import check_deleted, check_visible, explain_read
from talend_processing.provider.lifecycle.lifecycle import Lifecycle, ReadResult
from talend_processing.provider.lifecycle.state import inputs_of, observe, state_after
from talend_processing.provider.session.list_cache import ListKey
from talend_processing.provider.session.session import Session


class Reads(Lifecycle):
    """Read objects of a collection."""

    reads_from_list: ClassVar[bool] = True
    """Whether a read uses the shared list. If not, it sends a GET for each object, and fetches the list only
    if the API answers 404 to that GET."""

    def list_key(self, values: Mapping[str, Value]) -> ListKey:
        """Return the key of the list that contains the object, by default the list of its collection."""
        return self.spec.collection_key(values)

    def child_lists(self, object_id: str) -> Sequence[ListKey]:
        """Return the keys of the lists of the object's children, such as the run profiles of an engine."""
        return [(child, (object_id,)) for child in self.spec.endpoint.children]

    def entry_suffices(self, list_entry: JsonObject, olds: Mapping[str, Value]) -> bool:
        """Return whether a list entry contains all values that state needs. If not, a read sends a GET."""
        del list_entry, olds
        return True

    def with_omitted_values(self, session: Session, object_id: str, api_object: JsonObject) -> JsonObject:
        """Return the object with values that `api_object` may omit but another list of the API contains."""
        del session, object_id
        return api_object

    @explain_read
    def read(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> ReadResult | None:
        """Return the object's state, or None if the object certainly no longer exists."""
        api_object = self._find(session, object_id, olds)
        if api_object is None:
            return None
        for child_list in self.child_lists(object_id):
            session.lists.expect(child_list)
        declared_names = declared(olds)
        inputs = {
            prop.wire: olds.get(prop.wire) for prop in self.spec.arguments if prop.wire in declared_names
        }
        outs = state_after(session, self.spec, inputs, api_object, olds)
        outs[DECLARED] = sorted(declared_names)  # including arguments that have no value in the account
        if outs["drift"]:
            session.warn(
                f"{self.spec.describe(outs, object_id)} was changed outside of Pulumi:"
                f" {', '.join(outs['drift'])}."  # type: ignore[arg-type]
                " Only a replacement could undo this change, so the provider does not change the object"
            )
        return ReadResult(outs, inputs_of(self.spec, outs))

    def _find(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> JsonObject | None:
        if self.reads_from_list:
            try:
                list_entry = session.lists.object(self.list_key(olds), object_id)
            except NotFoundError:
                list_entry = None  # the parent may be gone; the object's own GET decides
            if list_entry is not None and self.entry_suffices(list_entry, olds):
                return self.with_omitted_values(session, object_id, list_entry)
        try:
            return self.get(session, self.spec.collection_key(olds), object_id)
        except NotFoundError:
            self.check_gone(session, object_id, olds)
            return None

    def is_same(self, inputs: Inputs, api_object: Mapping[str, Value]) -> bool:
        """Return whether an object with the natural key fits otherwise.

        Run profiles must also have the declared type, and engines the declared workspace.
        """
        del inputs, api_object
        return True

    def has_key(self, inputs: Inputs, api_object: Mapping[str, Value], *, trimmed: bool = False) -> bool:
        """Return whether an object in the account has the natural key of the arguments.

        `trimmed` means that white space at the ends of names, which the API may remove, is ignored.
        """
        by_wire = {prop.wire: prop for prop in self.spec.arguments}
        for wire in self.spec.endpoint.key:
            declared_value, actual_value = inputs.get(wire), observe(by_wire[wire], api_object)
            if trimmed and isinstance(declared_value, str) and isinstance(actual_value, str):
                declared_value, actual_value = declared_value.strip(), actual_value.strip()
            if not same(declared_value, actual_value):
                return False
        return self.is_same(inputs, api_object)

    def objects_with_key(
        self, session: Session, inputs: Inputs, *, fresh: bool = False, trimmed: bool = False
    ) -> dict[str, JsonObject]:
        """Return the objects with the natural key, by id. For `trimmed`, see `has_key`.

        `fresh` means that the list is fetched again.
        """
        list_key, name = self.list_key(inputs), inputs.get("name")
        if "name" in self.spec.endpoint.key and isinstance(name, str):
            objects = session.lists.named(list_key, name, fresh=fresh)
        else:
            objects = session.lists.objects(list_key, fresh=fresh)
        return {
            object_id: api_object
            for object_id, api_object in objects.items()
            if self.has_key(inputs, api_object, trimmed=trimmed)
        }

    def check_gone(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> None:
        """Check after a 404 that the object was deleted, because the 404 alone does not prove it.

        Raises:
            LifecycleError: Its environment or workspace is not visible, the account no longer offers the
                kind, or the list still shows the object.

        """
        check_visible(session, self.spec, object_id, olds)
        check_deleted(session, self.spec, self.list_key(olds), object_id, olds)

    def get(self, session: Session, collection_key: CollectionKey, object_id: str) -> JsonObject:
        """Fetch the object by its own GET.

        Raises:
            NotFoundError: The object does not exist.

        """
        collection, parents = collection_key
        api_object = session.collection(collection).get(*parents, object_id).wire()
        return self.with_omitted_values(session, object_id, api_object)
