"""What does unpairing return, and can an unpaired engine be unpaired?

Calls: two DELETEs of the engine's pairing, the first with `Accept: application/json`, the second with any
media type, then the engine's GET. The engine has never been paired, so no work is interrupted.
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
    {"*": "None: the provider accepts any media type there."},
)
_UNPAIRED: Final = Rule(
    "unpair_unpaired",
    "Can an engine that is not paired be unpaired to get a new key?",
    "accept",
    {
        "accept": "None: a changed `unpair_triggers` gives a new key to an engine that was never paired.",
        "refuse": "A changed `unpair_triggers` of an engine that is not paired only causes a warning."
        " Its key is still valid.",
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
    strict = lab.api.delete(pairing, accept="application/json")
    reply = lab.api.delete(pairing)
    with lab.asking(_UNPAIRED):
        lab.observe(_UNPAIRED.name, "accept" if lab.accepted(reply) else "refuse")
    with lab.asking(_JSON):
        lab.observe(_JSON.name, _json_rule(lab, strict, reply))
    with lab.asking(_STRING):
        if not reply.ok:
            raise NotObservedError("an engine that is not paired cannot be unpaired here")
        key = lab.need(lab.api.get(lab.engine.path)).get("preAuthorizedKey")
        if not key:
            raise NotObservedError("the engine does not show its key")
        lab.observe(_STRING.name, "key" if key in reply.text else "message")


def _json_rule(lab: Lab, strict: Reply, free: Reply) -> str:
    """Return `refuse` or `allow`, as the API treats a request that accepts only JSON.

    Args:
        lab: The lab.
        strict: The response to a request that accepts only JSON.
        free: The response to the same request with any media type.

    Raises:
        NotObservedError: The responses do not show it.

    """
    if strict.status == _NOT_ACCEPTABLE:
        return "refuse"
    if free.ok and free.media_type == "application/json":
        raise NotObservedError(
            "the response is JSON, so it does not show whether the API checks the `Accept` header"
        )
    if strict.ok or strict.status == free.status:
        return "allow"
    raise lab.unclear(strict)


EXPERIMENT: Final = Experiment(
    rules=(_JSON, _UNPAIRED, _STRING),
    does="unpairs its own engine, which is not paired",
    run=run,
    calls=3,
    engines=("engine",),
)
