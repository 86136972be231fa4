"""What do error responses contain?

Calls: the GETs of a cluster and of a generic run profile that do not exist. Nothing is written.
"""

from __future__ import annotations

import re
from typing import Final

from talend_processing.probe.experiment import Experiment, NotObservedError, Rule
from talend_processing.probe.kinds import CLUSTER, GENERIC_PROFILE
from talend_processing.probe.lab import Lab

_BODIES: Final = Rule(
    "error_bodies",
    "Do error responses contain a code and the id of the request, or only a status and a message?",
    "full",
    {
        "short": "Errors show only the API's message: there is no request id to give to Talend's support.",
        "full": "No effect: errors show the code and the id of the request.",
    },
)
_BARE: Final = Rule(
    "bare_error_bodies",
    "Do error responses have a body where the reference shows none?",
    "send",
    {"*": "No effect: without a body, the error shows the status."},
)
_UNUSED_ID: Final = "0" * 24
_CODE: Final = re.compile(r"[A-Z]{2,12}(-[A-Z]{2,12}){0,3}(-[0-9]{1,6})?")
"""The usual format of error codes. A code in another format does not go into the report."""
_NOT_FOUND: Final = frozenset({400, 404, 410})
"""The statuses that the GET of a missing object may return."""


def run(lab: Lab) -> None:
    """Read objects that do not exist."""
    with lab.observing(_BODIES):
        reply = lab.api.get(CLUSTER.path_of(_UNUSED_ID))
        if reply.status not in _NOT_FOUND:
            raise lab.inconclusive(reply)
        if not reply.record:
            raise NotObservedError("the error response is not a JSON object")
        code = reply.get("code")
        note = f"{reply.status} has the code {code}" if _CODE.fullmatch(code) else ""
        full = bool(code or reply.get("requestId"))
        lab.observe(_BODIES.name, "full" if full else "short", note=note)
    with lab.observing(_BARE):
        reply = lab.api.get(GENERIC_PROFILE.path_of(_UNUSED_ID))
        if reply.status not in _NOT_FOUND:
            raise lab.inconclusive(reply)
        lab.observe(_BARE.name, "send" if reply.content.strip() else "omit")


EXPERIMENT: Final = Experiment(
    rules=(_BODIES, _BARE),
    summary="reads a cluster and a run profile that do not exist",
    run=run,
    calls=2,
)
