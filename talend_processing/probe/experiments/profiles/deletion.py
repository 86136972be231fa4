"""How long is a deleted run profile still seen, and what do deletions answer?

Calls: the DELETE of a run profile, its GET until it is gone (one minute at most), then the DELETE of the
same id by the generic path, where nothing is left to delete.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.kinds import GENERIC_PROFILE
from talend_processing.probe.lab import Lab
from talend_processing.probe.removal import Thing
from talend_processing.probe.rules import PROFILE_MANAGEMENT, Experiment, NotObservedError, Rule, Value

_DELAY: Final = Rule(
    "profile_delete_delay",
    "For how many seconds is a deleted run profile of an engine still there?",
    0.05,
    {"*": "None: the provider waits for up to a minute until the profile is gone."},
    tolerance=1.0,
)
_MISSING: Final = Rule(
    "generic_delete_missing",
    "What does deleting a missing run profile by the generic path answer?",
    "404",
    {"*": "None: the provider takes either answer for a deletion."},
)
_STRINGS: Final = Rule(
    "string_bodies",
    "Are bodies that the reference calls `string` plain text or a JSON string?",
    "text",
    {"*": "None: the client reads both."},
)
_GONE: Final = frozenset({404, 410})
_AT_ONCE: Final = 3.0
_PAUSES: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)


def run(lab: Lab) -> None:
    """Delete a run profile and look until it is gone."""
    profile = lab.need_profile(lab.engine, "deleted")
    reply = lab.need(lab.box.discard(profile))
    if reply.content.strip() and reply.media_type:
        lab.observe(_STRINGS.name, "json" if reply.media_type.endswith("json") else "text")
    else:
        lab.cannot(_STRINGS.name, "the DELETE of a run profile answers no body")
    with lab.asking(_DELAY):
        lab.observe(_DELAY.name, _seconds(lab, profile))
    with lab.asking(_MISSING):
        reply = lab.api.delete(GENERIC_PROFILE.one(profile.id))
        lab.observe(_MISSING.name, "204" if lab.accepted(reply, refusals=_GONE) else "404")


def _seconds(lab: Lab, profile: Thing) -> Value:
    """How long the profile was seen after its DELETE; `next-read` if one read ends it."""
    began = lab.api.clock()
    for looks, pause in enumerate((0.0, 0.0, *_PAUSES)):
        lab.api.wait(pause)
        waited = lab.api.clock() - began
        reply = lab.api.get(profile.path)
        if reply.status in _GONE:
            if looks == 1 and waited < _AT_ONCE:
                return "next-read"
            return round(waited, 2) if looks else 0
        lab.need(reply)
    raise NotObservedError("the run profile is still there after a minute")


EXPERIMENT: Final = Experiment(
    rules=(_DELAY, _MISSING, _STRINGS),
    does="deletes a run profile of its engine and looks until it is gone",
    run=run,
    calls=6,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
    creates=("1 run profile",),
)
