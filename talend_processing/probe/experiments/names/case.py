"""Are two names the same if they differ in upper and lower case only?

Calls: two POSTs of run profiles of one engine. The API refuses a run profile whose name is taken, so a
second one that is accepted has another name in its eyes. Both are deleted.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.lab import Lab
from talend_processing.probe.rules import PROFILE_MANAGEMENT, Experiment, NotObservedError, Observed, Rule

_CASE: Final = Rule(
    "name_case",
    "Are two names the same if they differ in upper and lower case only?",
    "distinct",
    {
        "same": "A second object whose name differs in case only is refused where names must be"
        " unique, and the"
        " provider does not find the first one by it. Do not tell names apart by case.",
        "distinct": "None: the provider compares names exactly.",
    },
)


def run(lab: Lab) -> None:
    """Ask for a run profile with the name of another in upper case."""
    duplicates = lab.findings.get("duplicate_profile_names")
    if isinstance(duplicates, Observed) and duplicates.value == "allow":
        raise NotObservedError("equal names are accepted, so their comparison does not show")
    lower = lab.need_profile(lab.engine, "case")
    upper, reply = lab.profile(lab.engine, "CASE", number=lower.number)
    lab.observe(_CASE.name, "distinct" if lab.accepted(reply) else "same")
    for profile in (lower, upper):
        if profile is not None:
            lab.box.discard(profile)


EXPERIMENT: Final = Experiment(
    rules=(_CASE,),
    does="asks for a run profile with the name of another in upper case",
    run=run,
    calls=4,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
    creates=("2 run profiles",),
)
