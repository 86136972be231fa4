"""Check that the credentials belong to the account of the stack."""

from __future__ import annotations

from talend_processing.adopt.plan.preview import Preview
from talend_processing.client.errors import PermissionDeniedError, TalendError
from talend_processing.provider.kinds import registry
from talend_processing.provider.session.session import Session


def require_account_of_state(session: Session, preview: Preview) -> None:
    """Raise an error if the account has none of the engines and clusters in the state.

    A comparison of addresses is not enough, because all accounts of a region have the same address.

    Raises:
        TalendError: The state has engines or clusters and the account has none of them, or cannot be read.

    """
    count = 0
    for kind, spec in registry.runtimes().items():
        managed = {object_id for of, object_id in preview.managed.values() if of == kind}
        if not managed:
            continue
        count += len(managed)
        try:
            if managed & session.lists.objects((spec.endpoint.collection, ())).keys():
                return
        except PermissionDeniedError:
            return  # without this list, the check is impossible
    if count:
        things = "the engine or cluster" if count == 1 else f"any of the {count} engines and clusters"
        raise TalendError(
            f"the account at {session.api_url} does not have {things} in the state of"
            f" {preview.project}/{preview.stack}: use the credentials of the stack's account, or run"
            " `pulumi refresh` if somebody deleted them"
        )
