"""Does the API store JVM arguments unchanged?

Calls: the POST of a run profile with two arguments in one entry and with special characters. If the API
refuses this profile, a POST without the special characters. Then the DELETE of the profile.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import PROFILE_MANAGEMENT, Experiment, NotObservedError, Rule
from talend_processing.probe.lab import Lab

_ENTRIES: Final = Rule(
    "jvm_argument_entries",
    "Does the API keep two JVM arguments in one entry of `jvmArguments`?",
    "keep",
    {
        "keep": "No effect.",
        "split": "The API returns two entries instead of the declared one. Declare one argument per entry.",
        "refuse": "A create with such an entry fails. Declare one argument per entry.",
    },
)
_SENT_ENTRIES: Final = ("-Xms64m -Xmx128m", "-Dprobe=a|b$c\"d'e\\f=")


def run(lab: Lab) -> None:
    """Create a run profile with unusual arguments."""
    profile, reply = lab.try_create_profile(lab.engine, "arguments", arguments=_SENT_ENTRIES)
    note = ""
    if not lab.accepted(reply):
        # Find out which entry the API refuses.
        profile, reply = lab.try_create_profile(lab.engine, "arguments", arguments=_SENT_ENTRIES[:1])
        if not lab.accepted(reply):
            lab.observe(_ENTRIES.name, "refuse")
            return
        note = "the API refuses special characters"
    stored_entries = reply.record.get("jvmArguments")
    if profile is not None:
        lab.sandbox.discard(profile)
    if not isinstance(stored_entries, list):
        raise NotObservedError("the response does not contain the arguments")
    if not note and _SENT_ENTRIES[1] not in stored_entries:
        note = "the API changed the special characters"
    if _SENT_ENTRIES[0] in stored_entries:
        lab.observe(_ENTRIES.name, "keep", note=note)
    elif all(argument in stored_entries for argument in _SENT_ENTRIES[0].split()):
        lab.observe(_ENTRIES.name, "split", note=note)
    else:
        raise NotObservedError("the API stored the two arguments neither as one entry nor as two")


EXPERIMENT: Final = Experiment(
    rules=(_ENTRIES,),
    summary="creates a run profile with unusual JVM arguments",
    run=run,
    calls=3,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
