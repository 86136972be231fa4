"""Decide whether a 404 proves that an object was deleted, and explain why other calls were refused.

The credentials may not see the object, or the account may no longer offer its kind. Then an error keeps the
resource in state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from talend_processing.client.errors import ApiError, NotFoundError
from talend_processing.provider.errors import LifecycleError, UnavailableError
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Value
from talend_processing.provider.lifecycle.lifecycle import Lifecycle
from talend_processing.provider.lifecycle.state import HIDDEN_WORKSPACE
from talend_processing.provider.session.list_cache import UNAVAILABLE, ListKey
from talend_processing.provider.session.session import Session

LifecycleT = TypeVar("LifecycleT", bound=Lifecycle)
ResultT = TypeVar("ResultT")
P = ParamSpec("P")
_Method = Callable[Concatenate[LifecycleT, Session, str, Mapping[str, Value], P], ResultT]

_REFUSED_WRITE: Final = frozenset({403, 405})
"""Statuses of a refused write that do not show whether the object exists."""
_DENIED: Final = 403
_DROP_ADVICE: Final = "To drop the resource from the stack only, use `pulumi state delete`"


def explain_read(method: _Method[LifecycleT, P, ResultT]) -> _Method[LifecycleT, P, ResultT]:
    """Decorate a read: raise UnavailableError if the API refuses the list of the objects.

    The read itself handles the 404 of a deleted object, so any 404 that it raises comes from a list.
    """
    return _with_explanation(method, UNAVAILABLE, names_object=False)


def explain_write(method: _Method[LifecycleT, P, ResultT]) -> _Method[LifecycleT, P, ResultT]:
    """Decorate an update or a delete: raise UnavailableError if the API answers 403 or 405."""
    return _with_explanation(method, _REFUSED_WRITE, names_object=True)


def check_visible(session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]) -> None:
    """Check that these credentials see the environment and the workspace of an object that was not found.

    Raises:
        LifecycleError: One of them is not visible, so it is unknown whether the object exists.

    """
    if not spec.endpoint.environment:
        return
    places = {"environment": olds.get(spec.endpoint.environment), "workspace": _workspace_of(olds)}
    for what, place in places.items():
        if place is not None and str(place) not in session.lists.objects((f"{what}s", ())):
            raise LifecycleError(
                f"{spec.describe(olds, object_id)} is not found, and neither is its {what} {place}: these"
                " credentials may not see it. State is left as it is; use credentials that see the"
                f" {what}, or `pulumi state delete` if the {what} itself was deleted"
            )


def _workspace_of(olds: Mapping[str, Value]) -> str | None:
    """Return the id of the workspace of an object in state, or None if state has none."""
    seen = olds.get("workspace")
    found = seen.get("id") if isinstance(seen, Mapping) else None
    found = found or olds.get("workspaceId") or olds.get(HIDDEN_WORKSPACE)
    return None if found is None else str(found)


def check_deleted(
    session: Session, spec: ResourceSpec, key: ListKey, object_id: str, olds: Mapping[str, Value]
) -> None:
    """Check that an object that the API does not find was deleted: its list must not contain it either.

    If the API does not find the list, the object's parent must be gone.

    Raises:
        UnavailableError: The list contains the object, or the API finds the parent but not the list.
        TalendError: A call failed, so it is unknown whether the object exists.

    """
    try:
        if not _is_listed(session, key, object_id):
            return
        reason = (
            "The API answered 404 for the object, but its list shows it. Lists may lag behind: if it was"
            " deleted moments ago, run the command again"
        )
    except NotFoundError as error:
        parents = spec.endpoint.parent_collection
        if parents and _is_gone(session, parents, str(olds[spec.endpoint.parents[0]])):
            return
        reason = str(error)
    raise unavailable(spec.describe(olds, object_id), reason)


def _is_listed(session: Session, key: ListKey, object_id: str) -> bool:
    """Return whether a list contains an object. If a cached list does, the list is fetched again."""
    return (
        session.lists.object(key, object_id) is not None
        and session.lists.object(key, object_id, fresh=True) is not None
    )


def _is_gone(session: Session, collection: str, object_id: str) -> bool:
    """Return whether an object is neither in its list nor found by its own GET."""
    if _is_listed(session, (collection, ()), object_id):
        return False
    try:
        session.collection(collection).get(object_id)
    except NotFoundError:
        return True
    return False


def _with_explanation(
    method: _Method[LifecycleT, P, ResultT], statuses: frozenset[int], *, names_object: bool
) -> _Method[LifecycleT, P, ResultT]:
    """Return the method, which now raises UnavailableError if the API answers with one of the statuses.

    The error names the object if `names_object` is set, otherwise only its kind.
    """

    @wraps(method)
    def explained(
        self: LifecycleT,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> ResultT:
        try:
            return method(self, session, object_id, olds, *args, **kwargs)
        except ApiError as error:
            if error.status not in statuses:
                raise
            what = self.spec.describe(olds, object_id) if names_object else self.spec.endpoint.noun
            raise unavailable(what, str(error), denied=error.status == _DENIED) from error

    return explained


def unavailable(what: str, reason: str, *, denied: bool = False) -> UnavailableError:
    """Return the error for an object or a kind that cannot be read or changed.

    Args:
        what: The object or the kind.
        reason: The error of the API, or why a 404 does not prove that the object was deleted.
        denied: Whether the API refuses only these credentials.

    """
    meaning = "" if denied else " This account may no longer offer such objects."
    return UnavailableError(f"{what}: {reason.removesuffix('.')}.{meaning} {_DROP_ADVICE}")
