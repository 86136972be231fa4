"""Does the API ignore case when it compares names?

Calls: three POSTs of run profiles. The second has the name of the first, the third has this name in upper
case. The third response answers the question only if the API refuses the second POST.
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
        "same": "Where names must be unique, the API refuses a name that differs only in case from the"
        " name of another object. The provider, which compares names exactly, does not find the other object."
        " Do not use names that differ only in case.",
        "distinct": "No effect: the provider compares names exactly.",
    },
)


def run(lab: Lab) -> None:
    """Create three run profiles with names that end in `case`, `case` and `CASE`."""
    first = lab.create_profile(lab.engine, "case")
    _, equal_reply = lab.try_create_profile(lab.engine, "case", number=first.number)
    if lab.accepted(equal_reply):
        raise NotObservedError("equal names are accepted, so the comparison cannot be observed")
    _, upper_reply = lab.try_create_profile(lab.engine, "CASE", number=first.number)
    lab.observe(_CASE.name, "distinct" if lab.accepted(upper_reply) else "same")


EXPERIMENT: Final = Experiment(
    rules=(_CASE,),
    summary="creates two run profiles whose names differ only in case",
    run=run,
    calls=6,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
