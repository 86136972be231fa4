"""delete: send the DELETE, and remove the cause of a refusal only after the API has refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Final, TypeAlias

from talend_processing.client.errors import ApiError, NotFoundError
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.spec import CollectionKey
from talend_processing.provider.kinds.values import Value
from talend_processing.provider.lifecycle.availability import explain_write
from talend_processing.provider.lifecycle.read import Reads
from talend_processing.provider.session.session import Session

_POLL_DELAYS: Final = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds to wait before each poll of an object whose deletion the API has accepted but not finished."""

Remedy: TypeAlias = Callable[[Session, str, Mapping[str, Value]], bool]
"""Removes an obstacle to a delete, such as an engine's membership. Returns False if there was none."""


class Deletes(Reads):
    """Delete objects of a collection."""

    refusal_statuses: ClassVar[tuple[int, ...]] = (406, 409)
    """If the API refuses a delete with one of these statuses, `delete` applies a remedy and tries again."""

    def remedies(self) -> list[Remedy]:
        """Return the remedies to try, in this order, if the API refuses a delete.

        The docstring of an override becomes the description of its remedies in the reference pages.
        """
        return []

    def send_delete(
        self, session: Session, collection_key: CollectionKey, object_id: str, olds: Mapping[str, Value]
    ) -> bool:
        """Send the DELETE. Return True if the API has accepted but not finished the deletion."""
        del olds
        collection, parents = collection_key
        return session.collection(collection).delete(*parents, object_id)

    @explain_write
    def delete(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> None:
        """Delete the object, unless it no longer exists or another resource has adopted it."""
        if session.ownership.is_taken_over(object_id):
            return
        remedies = self.remedies()
        while True:
            try:
                self._delete(session, object_id, olds)
                break
            except ApiError as error:
                if error.status not in self.refusal_statuses:
                    raise
                if not _apply_next(remedies, session, object_id, olds):
                    raise LifecycleError(
                        f"{self.spec.describe(olds, object_id)} cannot be deleted: {error}"
                    ) from error
        session.lists.removed(self.list_key(olds), object_id)
        session.ownership.removed(object_id)

    def _delete(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> None:
        collection_key = self.spec.collection_key(olds)
        try:
            is_unfinished = self.send_delete(session, collection_key, object_id, olds)
        except NotFoundError:
            # The API also answers 404 if the credentials belong to another account.
            self.check_gone(session, object_id, olds)
            return
        if is_unfinished:
            self._wait_until_gone(session, collection_key, object_id, olds)

    def _wait_until_gone(
        self, session: Session, collection_key: CollectionKey, object_id: str, olds: Mapping[str, Value]
    ) -> None:
        collection, parents = collection_key
        for delay in _POLL_DELAYS:
            session.wait(delay)
            try:
                session.collection(collection).get(*parents, object_id)
            except NotFoundError:
                return
        raise LifecycleError(
            f"{self.spec.describe(olds, object_id)}: the API accepted the delete but still shows the object"
            f" after {int(sum(_POLL_DELAYS))} s. Run the command again later"
        )


def _apply_next(remedies: list[Remedy], session: Session, object_id: str, olds: Mapping[str, Value]) -> bool:
    """Apply remedies until one removes an obstacle. Return whether to send the DELETE again."""
    while remedies:
        try:
            if remedies.pop(0)(session, object_id, olds):
                return True
        except NotFoundError:
            return True  # the object or the obstacle disappeared meanwhile
    return False
