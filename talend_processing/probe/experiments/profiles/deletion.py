"""How long does the API still return a deleted run profile, and what do the DELETEs return?

Calls: the DELETE of a run profile, its GET until it returns 404 (at most about one minute), and its DELETE on
the path of generic run profiles.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.api import Stopwatch
from talend_processing.probe.experiment import PROFILE_MANAGEMENT, Experiment, NotObservedError, Rule, Value
from talend_processing.probe.kinds import GENERIC_PROFILE
from talend_processing.probe.lab import Lab
from talend_processing.probe.removal import ProbeObject

_DELAY: Final = Rule(
    "profile_delete_delay",
    "For how many seconds does the API still return a deleted run profile of an engine?",
    0.05,
    {"*": "No effect if the profile disappears within 30 s: the provider waits that long."},
    tolerance=1.0,
)
_MISSING: Final = Rule(
    "generic_delete_missing",
    "Which status does `DELETE /processing/run-profiles/{id}` return for a run profile that does not exist?",
    "404",
    {"*": "No effect: with 204 and with 404, the provider considers the profile deleted."},
)
_STRINGS: Final = Rule(
    "string_bodies",
    "Is a response body of the type `string` plain text or a JSON string?",
    "text",
    {"*": "No effect: the client accepts both."},
)
_MAX_NEXT_READ_SECONDS: Final = 3.0
"""If the first GET still returns the profile, and the second returns 404 within this time, the observed value
of `profile_delete_delay` is `next-read`."""
_PAUSES: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)


def run(lab: Lab) -> None:
    """Delete a run profile, and read it until the API returns 404."""
    profile = lab.create_profile(lab.engine, "deleted")
    reply = lab.require_success(lab.sandbox.discard(profile))
    if reply.content.strip() and reply.media_type:
        lab.observe(_STRINGS.name, "json" if reply.media_type.endswith("json") else "text")
    else:
        lab.not_observed(_STRINGS.name, "the DELETE of a run profile returns no body")
    with lab.observing(_DELAY):
        lab.observe(_DELAY.name, _measure_delay(lab, profile))
    with lab.observing(_MISSING):
        if not lab.api.get(profile.path).not_found:
            raise NotObservedError("the API still returns the deleted run profile")
        reply = lab.api.delete(GENERIC_PROFILE.path_of(profile.id))
        lab.observe(_MISSING.name, "204" if lab.accepted(reply, refusals={404, 410}) else "404")


def _measure_delay(lab: Lab, profile: ProbeObject) -> Value:
    """Return for how many seconds the API returns the deleted profile.

    Return `next-read` if only the first GET returns it.
    """
    watch = Stopwatch(lab.api)
    for earlier_reads, pause in enumerate((0.0, 0.0, *_PAUSES)):
        lab.api.wait(pause)
        elapsed = watch.seconds()
        reply = lab.api.get(profile.path)
        watch.require_no_429()
        if reply.not_found:
            if earlier_reads == 1 and elapsed < _MAX_NEXT_READ_SECONDS:
                return "next-read"
            return elapsed if earlier_reads else 0
        lab.require_success(reply)
    raise NotObservedError("the API still returns the run profile after a minute")


EXPERIMENT: Final = Experiment(
    rules=(_DELAY, _MISSING, _STRINGS),
    summary="deletes a run profile of the probe's engine, and reads it until the API returns 404",
    run=run,
    calls=7,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
