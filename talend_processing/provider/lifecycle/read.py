"""read: find an object by its id or its natural key, and decide whether an object is gone.

It uses the lists that all resources of a process share, and the object's own GET.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from talend_processing.client.errors import NotFoundError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.kinds.diff import declared
from talend_processing.provider.kinds.spec import DECLARED, Place
from talend_processing.provider.kinds.values import Inputs, Value, same
from talend_processing.provider.lifecycle.availability import check_offered, check_visible, explain_read
from talend_processing.provider.lifecycle.lifecycle import Found, Lifecycle
from talend_processing.provider.lifecycle.state import inputs_of, observe, state_after
from talend_processing.provider.session.list_cache import ListKey
from talend_processing.provider.session.session import Session


class Reads(Lifecycle):
    """Read objects of a collection."""

    reads_from_list: ClassVar[bool] = True
    """Whether a read uses the shared list. If not, it sends a GET for each object, and requests the list only
    if the object is not found."""

    def list_key(self, values: Mapping[str, Value]) -> ListKey:
        """Return the list that shows the object. By default it is the list of its collection."""
        return self.spec.place(values)

    def contents(self, object_id: str) -> Sequence[ListKey]:
        """Return the lists of the objects inside the object."""
        return [(child, (object_id,)) for child in self.spec.endpoint.children]

    def entry_suffices(self, listed: JsonObject, olds: Mapping[str, Value]) -> bool:
        """Return whether a list entry contains all that state needs. If not, the object's own GET follows."""
        del listed, olds
        return True

    def complete(self, session: Session, object_id: str, answer: JsonObject) -> JsonObject:
        """Return a response of the API, completed with members that only another list shows."""
        del session, object_id
        return answer

    @explain_read
    def read(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> Found | None:
        """Return the object's state, or None if it is certainly gone."""
        answer = self._look(session, object_id, olds)
        if answer is None:
            return None
        for content in self.contents(object_id):
            session.lists.expect(content)
        names = declared(olds)
        inputs = {prop.wire: olds.get(prop.wire) for prop in self.spec.arguments if prop.wire in names}
        outs = state_after(session, self.spec, inputs, answer, olds)
        outs[DECLARED] = sorted(names)  # including arguments without a value in the account
        if outs["drift"]:
            session.warn(
                f"{self.spec.describe(outs, object_id)} was changed outside of Pulumi:"
                f" {', '.join(outs['drift'])}."  # type: ignore[arg-type]
                " Only a replacement could change it back, so it is left as it is"
            )
        return Found(outs, inputs_of(self.spec, outs))

    def _look(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> JsonObject | None:
        if self.reads_from_list:
            try:
                listed = session.lists.object(self.list_key(olds), object_id)
            except NotFoundError:
                listed = None  # the parent may be gone; the object's own GET decides
            if listed is not None and self.entry_suffices(listed, olds):
                return self.complete(session, object_id, listed)
        try:
            return self.get(session, self.spec.place(olds), object_id)
        except NotFoundError:
            self.check_gone(session, object_id, olds)
            return None

    def is_same(self, inputs: Inputs, answer: Mapping[str, Value]) -> bool:
        """Return whether an object with the natural key also matches in other properties that identify it."""
        del inputs, answer
        return True

    def has_key(self, inputs: Inputs, answer: Mapping[str, Value], *, trimmed: bool = False) -> bool:
        """Return whether an object of the API has the natural key that the arguments give.

        Args:
            inputs: The arguments.
            answer: The object.
            trimmed: Whether to ignore white space at the ends of names, which the API may remove.

        """
        by_wire = {prop.wire: prop for prop in self.spec.arguments}
        for name in self.spec.endpoint.key:
            declared, observed = inputs.get(name), observe(by_wire[name], answer)
            if trimmed and isinstance(declared, str) and isinstance(observed, str):
                declared, observed = declared.strip(), observed.strip()
            if not same(declared, observed):
                return False
        return self.is_same(inputs, answer)

    def objects_with_key(
        self, session: Session, inputs: Inputs, *, fresh: bool = False, trimmed: bool = False
    ) -> dict[str, JsonObject]:
        """Return the objects that have the natural key, by id, from the cached list or a `fresh` one."""
        key, name = self.list_key(inputs), inputs.get("name")
        if "name" in self.spec.endpoint.key and isinstance(name, str):
            objects = session.lists.named(key, name, fresh=fresh)
        else:
            objects = session.lists.objects(key, fresh=fresh)
        return {
            object_id: answer
            for object_id, answer in objects.items()
            if self.has_key(inputs, answer, trimmed=trimmed)
        }

    def check_gone(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> None:
        """Check that an object is gone. A 404 from the object's own operation is not enough.

        Raises:
            LifecycleError: Its environment or workspace is not visible, the account no longer offers the
                kind, or the list still shows the object.

        """
        check_visible(session, self.spec, object_id, olds)
        check_offered(session, self.spec, self.list_key(olds), object_id, olds)

    def get(self, session: Session, place: Place, object_id: str) -> JsonObject:
        """Fetch the object by its own GET.

        Raises:
            NotFoundError: It does not exist.

        """
        name, parents = place
        answer = session.collection(name).get(*parents, object_id).wire()
        return self.complete(session, object_id, answer)
