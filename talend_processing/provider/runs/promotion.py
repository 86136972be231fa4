"""Start a promotion. No operation lists promotions, so an answer that is lost cannot be looked up."""

from __future__ import annotations

from talend_processing.client.errors import TalendError
from talend_processing.client.models.requests import PromotionRequest
from talend_processing.provider.runs.guards import attend, refuse_lost_state
from talend_processing.provider.session import Session
from talend_processing.provider.values import Inputs

OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN"
REFUSED = "REFUSED"

_SENT = ("executable", "keepTargetResources", "keepTargetRunProfiles", "advanced", "context")
_SETTLE = (
    "Look at the promotion's history in Talend Management Console: if it ran, set execution_id to its"
    " execution; if not, change `triggers`"
)


def start_promotion(session: Session, inputs: Inputs) -> tuple[str, str, str]:
    """The status of the start, the execution's id and what to tell; nothing is ever started again."""
    refuse_lost_state()
    what = f"promotion {inputs['executable']}"
    if inputs.get("intendedBy") != session.process:
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
        # Recorded, so that the refusal is not mistaken for a lost answer by the next `up`.
        return REFUSED, "", f"{error}. Then change `triggers`, which starts it anew"
    if answer is None or answer.execution_id is None:
        message = f"{what} has started, but the API does not say its execution's id. {_SETTLE}"
        session.warn(message)
        return OUTCOME_UNKNOWN, "", message
    return "STARTED", answer.execution_id, ""
