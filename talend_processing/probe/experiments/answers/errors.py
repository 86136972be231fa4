"""What do error responses contain?

Calls: the GET of a cluster and of a generic run profile that do not exist. Nothing is written.
"""

from __future__ import annotations

import re
from typing import Final

from talend_processing.probe.experiment import Experiment, NotObservedError, Rule
from talend_processing.probe.kinds import CLUSTER, GENERIC_PROFILE
from talend_processing.probe.lab import Lab

_BODIES: Final = Rule(
    "error_bodies",
    "Do errors contain a code and the id of the request, or only a status and a message?",
    "full",
    {
        "short": "Errors show the API's message only: there is no request id to give to Talend's support.",
        "full": "None: errors show the code and the request's id.",
    },
)
_BARE: Final = Rule(
    "bare_error_bodies",
    "Do errors have a body if the reference lists them without one?",
    "send",
    {"*": "None: without a body the error shows the status."},
)
_UNUSED_ID: Final = "0" * 24
_CODE: Final = re.compile(r"[A-Z]{2,12}(-[A-Z]{2,12}){0,3}(-[0-9]{1,6})?")
_NOT_FOUND: Final = frozenset({400, 404, 410})


def run(lab: Lab) -> None:
    """Read objects that do not exist."""
    with lab.asking(_BODIES):
        reply = lab.api.get(CLUSTER.one(_UNUSED_ID))
        if reply.status not in _NOT_FOUND:
            raise lab.unclear(reply)
        if not reply.record:
            raise NotObservedError("the error is not a JSON object")
        code = reply.get("code")
        note = f"{reply.status} has the code {code}" if _CODE.fullmatch(code) else ""
        full = bool(code or reply.get("requestId"))
        lab.observe(_BODIES.name, "full" if full else "short", note=note)
    with lab.asking(_BARE):
        reply = lab.api.get(GENERIC_PROFILE.one(_UNUSED_ID))
        if reply.status not in _NOT_FOUND:
            raise lab.unclear(reply)
        lab.observe(_BARE.name, "send" if reply.content.strip() else "omit")


EXPERIMENT: Final = Experiment(
    rules=(_BODIES, _BARE),
    does="reads a cluster and a run profile that do not exist",
    run=run,
    calls=2,
)
