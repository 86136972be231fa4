"""What does a PUT of a run profile change, and may it take a name that is in use?

Calls: two POSTs of run profiles, a PUT that leaves the description out, a PUT with the other's name.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.lab import Lab
from talend_processing.probe.rules import PROFILE_MANAGEMENT, Experiment, Rule

_OMITTED: Final = Rule(
    "profile_put_omitted",
    "Does a PUT of a run profile drop a description that it leaves out?",
    "drop",
    {
        "drop": "None: the provider reads the profile, changes what is declared and writes all of it.",
        "keep": "A description that is taken out of a program stays in the account. Declare an"
        " empty one instead.",
    },
)
_RENAME: Final = Rule(
    "profile_rename_conflict",
    "May a PUT give a run profile the name of another?",
    "allow",
    {
        "refuse": "Two run profiles that swap their names need an `up` with a third name in between.",
        "allow": "None: the provider refuses two run profiles of one name in a program.",
    },
)


def run(lab: Lab) -> None:
    """Update one run profile."""
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
    does="updates a run profile of its engine without a description, then with the name of another",
    run=run,
    calls=4,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
    creates=("2 run profiles",),
)
