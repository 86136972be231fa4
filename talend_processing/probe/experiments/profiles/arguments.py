"""Does the API store JVM arguments unchanged?

Calls: a POST of a run profile with two arguments in one entry and with special characters, and another POST
without the special characters if the API refuses the first. The response shows what the API stores. The
profile is deleted.
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
        "split": "The API returns other arguments than the declared ones. Declare one argument per entry.",
        "refuse": "A create with such an entry fails. Declare one argument per entry.",
    },
)
_SENT: Final = ("-Xms64m -Xmx128m", "-Dprobe=a|b$c\"d'e\\f=")


def run(lab: Lab) -> None:
    """Create a run profile with unusual arguments."""
    profile, reply = lab.profile(lab.engine, "arguments", arguments=_SENT)
    note = ""
    if not lab.accepted(reply):
        # Either entry may be the reason, so send the two arguments without the special characters.
        profile, reply = lab.profile(lab.engine, "arguments", arguments=_SENT[:1])
        if not lab.accepted(reply):
            lab.observe(_ENTRIES.name, "refuse")
            return
        note = "special characters are refused"
    kept = reply.record.get("jvmArguments")
    if profile is not None:
        lab.box.discard(profile)
    if not isinstance(kept, list):
        raise NotObservedError("the response does not show the arguments")
    if not note and _SENT[1] not in kept:
        note = "special characters were changed"
    if _SENT[0] in kept:
        lab.observe(_ENTRIES.name, "keep", note=note)
    elif all(part in kept for part in _SENT[0].split()):
        lab.observe(_ENTRIES.name, "split", note=note)
    else:
        raise NotObservedError("the arguments were changed in another way")


EXPERIMENT: Final = Experiment(
    rules=(_ENTRIES,),
    does="creates a run profile with unusual JVM arguments",
    run=run,
    calls=3,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
