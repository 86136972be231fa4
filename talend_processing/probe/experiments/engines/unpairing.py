"""What does unpairing return, and can an engine that is not paired be unpaired?

Calls: two DELETEs of the pairing of an engine that was never paired, and the engine's GET. Only the first
DELETE requires a JSON response.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.api import Reply
from talend_processing.probe.experiment import Experiment, NotObservedError, Rule
from talend_processing.probe.lab import Lab

_JSON: Final = Rule(
    "unpair_json_accept",
    "Does unpairing with `Accept: application/json` return 406?",
    "refuse",
    {"*": "None: the provider unpairs with `Accept: */*`."},
)
_UNPAIRED: Final = Rule(
    "unpair_unpaired",
    "Can an engine that is not paired be unpaired to get a new key?",
    "accept",
    {
        "accept": "None: a changed `unpair_triggers` gives a new key to an engine that was never paired.",
        "refuse": "A changed `unpair_triggers` of an engine that is not paired only causes a warning."
        " The engine's key is still valid.",
    },
)
_STRING: Final = Rule(
    "unpair_string",
    "What does the string in the response to unpairing contain?",
    "message",
    {"*": "None: the provider reads the new key from the engine itself."},
)
_NOT_ACCEPTABLE: Final = 406


def run(lab: Lab) -> None:
    """Unpair an engine that is not paired."""
    pairing = f"{lab.engine.path}/pairing"
    json_reply = lab.api.delete(pairing, accept="application/json")
    reply = lab.api.delete(pairing)
    with lab.observing(_UNPAIRED):
        lab.observe(_UNPAIRED.name, "accept" if lab.accepted(reply) else "refuse")
    with lab.observing(_JSON):
        lab.observe(_JSON.name, _json_accept(lab, json_reply, reply))
    with lab.observing(_STRING):
        if not reply.ok:
            raise NotObservedError("the API refuses to unpair an engine that is not paired")
        key = lab.require_success(lab.api.get(lab.engine.path)).get("preAuthorizedKey")
        if not key:
            raise NotObservedError("the GET of the engine does not return its key")
        lab.observe(_STRING.name, "key" if key in reply.text else "message")


def _json_accept(lab: Lab, json_reply: Reply, any_reply: Reply) -> str:
    """Return `refuse` if the API answered 406 to `Accept: application/json`, or else `allow`.

    `any_reply` is the response to `Accept: */*`.
    """
    if json_reply.status == _NOT_ACCEPTABLE:
        return "refuse"
    if any_reply.ok and any_reply.media_type == "application/json":
        raise NotObservedError(
            "the response is JSON, so it does not show whether the API checks the `Accept` header"
        )
    if json_reply.ok or json_reply.status == any_reply.status:
        return "allow"
    raise lab.inconclusive(json_reply)


EXPERIMENT: Final = Experiment(
    rules=(_JSON, _UNPAIRED, _STRING),
    summary="unpairs the probe's engine, which is not paired",
    run=run,
    calls=3,
    engines=("engine",),
)
