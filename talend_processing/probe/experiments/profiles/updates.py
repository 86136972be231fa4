"""Does a PUT of a run profile keep a description that the body omits, and can it set the name of another one?

Calls: the POSTs of two run profiles, and two PUTs of the second: without a description, and with the name of
the first.
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
        "drop": "No effect: the provider omits a description only if the program no longer declares it.",
        "keep": "A description that is removed from a program stays in the account. Declare an"
        " empty description instead.",
    },
)
_RENAME: Final = Rule(
    "profile_rename_conflict",
    "Can a PUT give a run profile the name of another run profile?",
    "allow",
    {
        "refuse": "To swap the names of two run profiles, first run an `up` that gives one of them a third"
        " name.",
        "allow": "Updates can give two run profiles of an engine the same name. Use unique names.",
    },
)


def run(lab: Lab) -> None:
    """Update a run profile twice."""
    other_profile = lab.create_profile(lab.engine, "other")
    profile = lab.create_profile(lab.engine, "updated")
    body: dict[str, object] = {"name": profile.name, "jvmArguments": ["-Xms64m"]}
    with lab.observing(_OMITTED):
        reply = lab.require_success(lab.api.put(profile.path, body))
        updated_reply = reply if reply.get("id") else lab.require_success(lab.api.get(profile.path))
        lab.observe(_OMITTED.name, "keep" if updated_reply.get("description") else "drop")
    with lab.observing(_RENAME):
        reply = lab.api.put(profile.path, body | {"name": other_profile.name})
        lab.observe(_RENAME.name, "allow" if lab.accepted(reply) else "refuse")


EXPERIMENT: Final = Experiment(
    rules=(_OMITTED, _RENAME),
    summary="updates a run profile without a description, then with the name of another run profile",
    run=run,
    calls=4,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
