"""What does unpairing return, and can an engine that is not paired be unpaired?

Calls: two DELETEs of the pairing of an engine that was never paired, and the engine's GET. The first DELETE
has the header `Accept: application/json`, the second `Accept: */*`.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.api import Reply
from talend_processing.probe.experiment import Experiment, NotObservedError, Rule
from talend_processing.probe.lab import Lab

_JSON: Final = Rule(
    "unpair_json_accept",
    "Does unpairing an engine with `Accept: application/json` return 406?",
    "refuse",
    {"*": "No effect: the provider unpairs with `Accept: */*`."},
)
_UNPAIRED: Final = Rule(
    "unpair_unpaired",
    "Can an engine that is not paired be unpaired to get a new key?",
    "accept",
    {
        "accept": "No effect: a changed `unpair_triggers` renews the key of any engine, paired or not.",
        "refuse": "A changed `unpair_triggers` of an engine that is not paired only causes a warning."
        " The engine's key is still valid.",
    },
)
_RESPONSE: Final = Rule(
    "unpair_string",
    "Does the response to unpairing contain the new key, or only a message?",
    "message",
    {"*": "No effect: the provider reads the new key from the engine itself."},
)
_NOT_ACCEPTABLE: Final = 406


def run(lab: Lab) -> None:
    """Unpair an engine that is not paired."""
    pairing_path = f"{lab.engine.path}/pairing"
    json_reply = lab.api.delete(pairing_path, accept="application/json")
    wildcard_reply = lab.api.delete(pairing_path)
    with lab.observing(_UNPAIRED):
        lab.observe(_UNPAIRED.name, "accept" if lab.accepted(wildcard_reply) else "refuse")
    with lab.observing(_JSON):
        lab.observe(_JSON.name, _json_accept_value(lab, json_reply, wildcard_reply))
    with lab.observing(_RESPONSE):
        if not wildcard_reply.ok:
            raise NotObservedError("the API refuses to unpair an engine that is not paired")
        key = lab.require_success(lab.api.get(lab.engine.path)).get("preAuthorizedKey")
        if not key:
            raise NotObservedError("the GET of the engine does not return its key")
        lab.observe(_RESPONSE.name, "key" if key in wildcard_reply.text else "message")


def _json_accept_value(lab: Lab, json_reply: Reply, wildcard_reply: Reply) -> str:
    """Return `refuse` if the API answered 406 to `Accept: application/json`, or else `allow`.

    `wildcard_reply` is the response to `Accept: */*`.
    """
    if json_reply.status == _NOT_ACCEPTABLE:
        return "refuse"
    if wildcard_reply.ok and wildcard_reply.media_type == "application/json":
        raise NotObservedError(
            "the API answers `Accept: */*` with JSON, so it is unknown whether the API checks the header"
        )
    if json_reply.ok or json_reply.status == wildcard_reply.status:
        return "allow"
    raise lab.inconclusive(json_reply)


EXPERIMENT: Final = Experiment(
    rules=(_JSON, _UNPAIRED, _RESPONSE),
    summary="unpairs the probe's engine, which is not paired",
    run=run,
    calls=3,
    engines=("engine",),
)
