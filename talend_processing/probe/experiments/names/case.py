"""Does the API ignore case when it compares names?

Calls: two POSTs of run profiles of one engine. The API refuses a run profile whose name is taken, so if
it accepts the second one, it treats the names as different. Both are deleted.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import (
    PROFILE_MANAGEMENT,
    Experiment,
    NotObservedError,
    Observed,
    Rule,
)
from talend_processing.probe.lab import Lab

_CASE: Final = Rule(
    "name_case",
    "Does the API ignore case when it compares names?",
    "distinct",
    {
        "same": "The API refuses a second object whose name differs only in case if names must be"
        " unique, and the provider does not find the first object by that name. Do not use names that differ"
        " only in case.",
        "distinct": "None: the provider compares names exactly.",
    },
)


def run(lab: Lab) -> None:
    """Create a run profile with the name of another one in upper case."""
    duplicates = lab.findings.get("duplicate_profile_names")
    if isinstance(duplicates, Observed) and duplicates.value == "allow":
        raise NotObservedError("equal names are accepted, so the comparison cannot be observed")
    lower = lab.need_profile(lab.engine, "case")
    upper, reply = lab.profile(lab.engine, "CASE", number=lower.number)
    lab.observe(_CASE.name, "distinct" if lab.accepted(reply) else "same")
    for profile in (lower, upper):
        if profile is not None:
            lab.box.discard(profile)


EXPERIMENT: Final = Experiment(
    rules=(_CASE,),
    does="creates a run profile with the name of another one in upper case",
    run=run,
    calls=4,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
