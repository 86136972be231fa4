"""Can a run profile have a type other than JOB_SERVER?

Calls: a POST of a run profile of type JOB_SERVER, one of type MICROSERVICE, and the DELETE of the latter.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import PROFILE_MANAGEMENT, Experiment, Rule
from talend_processing.probe.lab import Lab

_TYPES: Final = Rule(
    "microservice_profiles",
    "Can run profiles have the types MICROSERVICE and TALEND_RUNTIME?",
    "allow",
    {
        "refuse": "Creating a run profile of these types fails with the API's message. Declare these types in"
        " `run_profiles` of the engine instead."
    },
)


def run(lab: Lab) -> None:
    """Create a run profile of type MICROSERVICE."""
    lab.create_profile(lab.engine, "job-server")  # If this succeeds, a later refusal is due to the type.
    profile, reply = lab.try_create_profile(lab.engine, "microservice", profile_type="MICROSERVICE")
    lab.observe(_TYPES.name, "allow" if lab.accepted(reply) else "refuse")
    if profile is not None:
        lab.sandbox.discard(profile)


EXPERIMENT: Final = Experiment(
    rules=(_TYPES,),
    summary="creates a run profile of type MICROSERVICE",
    run=run,
    calls=3,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
