"""Does a PUT of a run profile keep a description that the body omits, and can it set a used name?

Calls: two POSTs of run profiles, a PUT without the description, and a PUT with the name of the other profile.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import PROFILE_MANAGEMENT, Experiment, Rule
from talend_processing.probe.lab import Lab

_OMITTED: Final = Rule(
    "profile_put_omitted",
    "Does a PUT without a description delete the description of a run profile?",
    "drop",
    {
        "drop": "None: the provider reads the profile and writes the fields that are not declared back.",
        "keep": "A description that is removed from a program stays in the account. Declare an"
        " empty one instead.",
    },
)
_RENAME: Final = Rule(
    "profile_rename_conflict",
    "Can a PUT give a run profile the name of another one?",
    "allow",
    {
        "refuse": "To swap the names of two run profiles, first give one of them a third name, with an `up`"
        " of its own.",
        "allow": "Two run profiles of an engine can get the same name through updates. Use unique names.",
    },
)


def run(lab: Lab) -> None:
    """Update a run profile twice."""
    other = lab.need_profile(lab.engine, "other")
    profile = lab.need_profile(lab.engine, "updated")
    whole: dict[str, object] = {"name": profile.name, "jvmArguments": ["-Xms64m"]}
    with lab.asking(_OMITTED):
        reply = lab.need(lab.api.put(profile.path, whole))
        read = reply if reply.get("id") else lab.need(lab.api.get(profile.path))
        lab.observe(_OMITTED.name, "keep" if read.get("description") else "drop")
    with lab.asking(_RENAME):
        reply = lab.api.put(profile.path, whole | {"name": other.name})
        lab.observe(_RENAME.name, "allow" if lab.accepted(reply) else "refuse")


EXPERIMENT: Final = Experiment(
    rules=(_OMITTED, _RENAME),
    does="updates a run profile of its engine without a description, then with the name of another one",
    run=run,
    calls=4,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
