"""Does the API store JVM arguments unchanged?

Calls: the POST of a run profile with two arguments in one entry and with special characters. If the API
refuses it, a POST without the special characters. Then the DELETE of the profile.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import PROFILE_MANAGEMENT, Experiment, NotObservedError, Rule
from talend_processing.probe.lab import Lab

_ENTRIES: Final = Rule(
    "jvm_argument_entries",
    "Does the API keep two JVM arguments in one entry?",
    "keep",
    {
        "keep": "None.",
        "split": "The API returns two entries instead of the declared one. Declare one argument per entry.",
        "refuse": "A create with such an entry fails. Declare one argument per entry.",
    },
)
_SENT: Final = ("-Xms64m -Xmx128m", "-Dprobe=a|b$c\"d'e\\f=")


def run(lab: Lab) -> None:
    """Create a run profile with unusual arguments."""
    profile, reply = lab.try_create_profile(lab.engine, "arguments", arguments=_SENT)
    note = ""
    if not lab.accepted(reply):
        # Find out which entry the API refuses.
        profile, reply = lab.try_create_profile(lab.engine, "arguments", arguments=_SENT[:1])
        if not lab.accepted(reply):
            lab.observe(_ENTRIES.name, "refuse")
            return
        note = "special characters are refused"
    stored = reply.record.get("jvmArguments")
    if profile is not None:
        lab.sandbox.discard(profile)
    if not isinstance(stored, list):
        raise NotObservedError("the response does not contain the arguments")
    if not note and _SENT[1] not in stored:
        note = "special characters were changed"
    if _SENT[0] in stored:
        lab.observe(_ENTRIES.name, "keep", note=note)
    elif all(part in stored for part in _SENT[0].split()):
        lab.observe(_ENTRIES.name, "split", note=note)
    else:
        raise NotObservedError("the arguments were changed in another way")


EXPERIMENT: Final = Experiment(
    rules=(_ENTRIES,),
    summary="creates a run profile with unusual JVM arguments",
    run=run,
    calls=3,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
