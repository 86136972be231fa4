"""Does the API ignore case when it compares names?

Calls: three POSTs of run profiles of one engine, the second with the name of the first, the third with that
name in upper case. The response to the third one shows the rule only if the API refuses the second one.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import PROFILE_MANAGEMENT, Experiment, NotObservedError, Rule
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
    """Create a run profile, then two with its name: one in the same case, one in upper case."""
    lower = lab.need_profile(lab.engine, "case")
    _, equal = lab.profile(lab.engine, "case", number=lower.number)
    if lab.accepted(equal):
        raise NotObservedError("equal names are accepted, so the comparison cannot be observed")
    _, upper = lab.profile(lab.engine, "CASE", number=lower.number)
    lab.observe(_CASE.name, "distinct" if lab.accepted(upper) else "same")


EXPERIMENT: Final = Experiment(
    rules=(_CASE,),
    does="creates a run profile with the name of another one in upper case",
    run=run,
    calls=6,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
