"""Start a promotion. No operation lists promotions, so an answer that is lost cannot be looked up."""

from __future__ import annotations

from talend_processing.client.api.promotions import PromotionRequest
from talend_processing.client.errors import TalendError
from talend_processing.provider.declare.values import Inputs
from talend_processing.provider.runs.guards import attend, refuse_lost_state
from talend_processing.provider.session.session import Session

OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN"
REFUSED = "REFUSED"
NOT_SENT = "NOT_SENT"
"""Certain on this side, whatever the API or what stands before it says: so the next `up` may start it."""

_SENT = ("executable", "keepTargetResources", "keepTargetRunProfiles", "advanced", "context")
_SETTLE = (
    "Look at the promotion's history in Talend Management Console: if it ran, set execution_id to its"
    " execution; if not, change `triggers`"
)


def start_promotion(session: Session, inputs: Inputs) -> tuple[str, str, str]:
    """The status of the start, the execution's id and what to tell; nothing is ever started again."""
    refuse_lost_state()
    what = f"promotion {inputs['executable']}"
    if inputs.get("intendedBy") != session.process and not _may_be_sent(session, str(inputs["token"])):
        message = (
            f"{what}: an earlier `up` was interrupted, and whether it had started is not known. {_SETTLE}"
        )
        session.warn(message)
        return OUTCOME_UNKNOWN, "", message
    request = PromotionRequest.model_validate({n: inputs[n] for n in _SENT if inputs.get(n) is not None})
    try:
        answer = session.client.promotions.start(
            request, timeout=float(str(inputs["waitTimeout"])), before=lambda: attend(session, what)
        )
    except TalendError as error:
        if error.outcome == "unknown":
            message = f"{error}. Whether the promotion runs is not known. {_SETTLE}"
            session.warn(message)
            return OUTCOME_UNKNOWN, "", message
        # Recorded, so that neither is mistaken for a lost answer by the next `up`.
        if error.outcome == "not_sent":
            return NOT_SENT, "", f"{error}. Nothing was sent: run `pulumi up` again, which starts it"
        return REFUSED, "", f"{error}. Then change `triggers`, which starts it anew"
    if answer is None or answer.execution_id is None:
        message = f"{what} has started, but the API does not say its execution's id. {_SETTLE}"
        session.warn(message)
        return OUTCOME_UNKNOWN, "", message
    return "STARTED", answer.execution_id, ""


def unsent(session: Session) -> set[str]:
    """The tokens of starts that were not sent, once the engine has taken them out of state to try again.

    Only the process that saw that may send: if it dies, state tells nothing of a start, as after a lost one.
    """
    tokens: set[str] = session.shared("unsent promotions", set)
    return tokens


def _may_be_sent(session: Session, token: str) -> bool:
    """Whether the start was not sent by an earlier `up`; it may be asked once."""
    tokens = unsent(session)
    known = token in tokens
    tokens.discard(token)
    return known
