"""How long does the API show a deleted run profile, and what do deletions return?

Calls: the DELETE of a run profile, its GET until it is gone (at most about one minute), then a DELETE of the
same id through the path of generic run profiles.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.api import Stopwatch
from talend_processing.probe.experiment import PROFILE_MANAGEMENT, Experiment, NotObservedError, Rule, Value
from talend_processing.probe.kinds import GENERIC_PROFILE
from talend_processing.probe.lab import Lab
from talend_processing.probe.removal import Thing

_DELAY: Final = Rule(
    "profile_delete_delay",
    "For how many seconds does the API still show a deleted run profile of an engine?",
    0.05,
    {"*": "None up to 30 s: for that long, the provider waits until the profile is gone."},
    tolerance=1.0,
)
_MISSING: Final = Rule(
    "generic_delete_missing",
    "What does deleting a missing run profile through the generic path return?",
    "404",
    {"*": "None: the provider treats both responses as a deletion."},
)
_STRINGS: Final = Rule(
    "string_bodies",
    "Are bodies that the reference calls `string` plain text or a JSON string?",
    "text",
    {"*": "None: the client accepts both."},
)
_AT_ONCE: Final = 3.0
_PAUSES: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)


def run(lab: Lab) -> None:
    """Delete a run profile and read it until it is gone."""
    profile = lab.need_profile(lab.engine, "deleted")
    reply = lab.need(lab.box.discard(profile))
    if reply.content.strip() and reply.media_type:
        lab.observe(_STRINGS.name, "json" if reply.media_type.endswith("json") else "text")
    else:
        lab.cannot(_STRINGS.name, "the DELETE of a run profile returns no body")
    with lab.asking(_DELAY):
        lab.observe(_DELAY.name, _seconds(lab, profile))
    with lab.asking(_MISSING):
        if not lab.api.get(profile.path).gone:
            raise NotObservedError("the API still shows the deleted run profile")
        reply = lab.api.delete(GENERIC_PROFILE.one(profile.id))
        lab.observe(_MISSING.name, "204" if lab.accepted(reply, refusals={404, 410}) else "404")


def _seconds(lab: Lab, profile: Thing) -> Value:
    """Return the seconds that the API shows the deleted profile, or `next-read` if only one read shows it.

    Raises:
        NotObservedError: A 429 disturbed the measurement, or the API still shows the profile after a minute.

    """
    watch = Stopwatch(lab.api)
    for reads, pause in enumerate((0.0, 0.0, *_PAUSES)):
        lab.api.wait(pause)
        waited = watch.seconds()
        reply = lab.api.get(profile.path)
        watch.require_undisturbed()
        if reply.gone:
            if reads == 1 and waited < _AT_ONCE:
                return "next-read"
            return waited if reads else 0
        lab.need(reply)
    raise NotObservedError("the API still shows the run profile after a minute")


EXPERIMENT: Final = Experiment(
    rules=(_DELAY, _MISSING, _STRINGS),
    does="deletes a run profile of its engine and reads it until it is gone",
    run=run,
    calls=7,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
