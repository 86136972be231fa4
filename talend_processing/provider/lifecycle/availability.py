"""Decide whether a 404 proves that an object was deleted, and explain why other calls were refused.

After a 404, the object may still exist: the credentials may not see it, or the account may no longer offer
its kind. In these cases the provider raises an error, and the resource stays in state.
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
        LifecycleError: The environment or the workspace is not visible. The object may still exist.

    """
    if not spec.endpoint.environment:
        return
    location = {"environment": olds.get(spec.endpoint.environment), "workspace": _workspace_of(olds)}
    for noun, location_id in location.items():
        if location_id is not None and str(location_id) not in session.lists.objects((f"{noun}s", ())):
            raise LifecycleError(
                f"{spec.describe(olds, object_id)} is not found, and neither is its {noun} {location_id}."
                f" These credentials may not see the {noun}. The resource stays in state. Use credentials"
                f" that see the {noun}, or run `pulumi state delete` if the {noun} was deleted"
            )


def _workspace_of(olds: Mapping[str, Value]) -> str | None:
    """Return the id of the workspace of an object in state, or None if state has none."""
    workspace = olds.get("workspace")
    nested_id = workspace.get("id") if isinstance(workspace, Mapping) else None
    workspace_id = nested_id or olds.get("workspaceId") or olds.get(HIDDEN_WORKSPACE)
    return None if workspace_id is None else str(workspace_id)


def check_deleted(
    session: Session, spec: ResourceSpec, list_key: ListKey, object_id: str, olds: Mapping[str, Value]
) -> None:
    """After a 404 to an object's GET or DELETE, check that its list no longer contains the object.

    If the GET of the list also answers 404, the object's parent must not exist.

    Raises:
        UnavailableError: The list contains the object, or the parent exists although its list answers 404.
        TalendError: A call failed, so it is unknown whether the object exists.

    """
    try:
        if not _is_listed(session, list_key, object_id):
            return
        reason = (
            "The API answered 404 for the object, but its list shows it. Lists may lag behind: if the object"
            " was deleted moments ago, run the command again"
        )
    except NotFoundError as error:
        parent_collection = spec.endpoint.parent_collection
        if parent_collection and _is_gone(session, parent_collection, str(olds[spec.endpoint.parents[0]])):
            return
        reason = str(error)
    raise unavailable(spec.describe(olds, object_id), reason)


def _is_listed(session: Session, list_key: ListKey, object_id: str) -> bool:
    """Return whether a list contains an object. If the cached list contains it, fetch the list again."""
    return (
        session.lists.object(list_key, object_id) is not None
        and session.lists.object(list_key, object_id, fresh=True) is not None
    )


def _is_gone(session: Session, collection: str, object_id: str) -> bool:
    """Return True if the list does not contain the object and the object's GET answers 404."""
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
    """Wrap a method so that it raises UnavailableError if the API answers with one of the statuses.

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
            subject = self.spec.describe(olds, object_id) if names_object else self.spec.endpoint.noun
            raise unavailable(subject, str(error), denied=error.status == _DENIED) from error

    return explained


def unavailable(subject: str, reason: str, *, denied: bool = False) -> UnavailableError:
    """Return the error for an object or a kind that cannot be read or changed.

    Args:
        subject: The object or the kind, such as `Remote Engine 'etl-1' (5c9…)` or `Remote Engine`.
        reason: The error of the API, or why a 404 does not prove that the object was deleted.
        denied: Whether the API refuses only these credentials.

    """
    meaning = "" if denied else " This account may no longer offer such objects."
    return UnavailableError(f"{subject}: {reason.removesuffix('.')}.{meaning} {_DROP_ADVICE}")
