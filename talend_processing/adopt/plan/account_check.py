"""Check that the credentials belong to the account of the stack."""

from __future__ import annotations

from talend_processing.adopt.plan.preview import Preview
from talend_processing.client.errors import PermissionDeniedError, TalendError
from talend_processing.provider.kinds import registry
from talend_processing.provider.session.session import Session


def require_account_of_state(session: Session, preview: Preview) -> None:
    """Raise an error if the account has none of the engines and clusters in the state.

    If the credentials may not list a kind, its objects do not count. Comparing the API's URL is not enough,
    because all accounts of a region have the same URL.

    Raises:
        TalendError: The account has none of them, or the API did not return its engines or clusters.

    """
    missing_count = 0
    for kind, spec in registry.runtimes().items():
        managed_ids = {
            object_id for managed_kind, object_id in preview.managed.values() if managed_kind == kind
        }
        if not managed_ids:
            continue
        try:
            listed = session.lists.objects((spec.endpoint.collection, ()))
        except PermissionDeniedError:
            continue  # without this permission, the objects of this kind cannot be checked
        if managed_ids & listed.keys():
            return
        missing_count += len(managed_ids)
    if missing_count:
        missing = (
            "the engine or cluster"
            if missing_count == 1
            else f"any of the {missing_count} engines and clusters"
        )
        raise TalendError(
            f"the account at {session.api_url} does not have {missing} that the state of"
            f" {preview.project}/{preview.stack} contains: use the credentials of the stack's account, or run"
            " `pulumi refresh` if somebody deleted them"
        )
