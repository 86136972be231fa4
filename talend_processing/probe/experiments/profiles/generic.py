"""Can generic run profiles belong to engines, or only to environments?

Calls: the POSTs of a generic run profile for an engine and of one for the environment (`DYNAMIC_ENGINE`), and
their DELETEs.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import PROFILE_MANAGEMENT, Experiment, NotObservedError, Rule
from talend_processing.probe.kinds import GENERIC_PROFILE
from talend_processing.probe.lab import Lab

_PROCESSORS: Final = Rule(
    "generic_profile_processors",
    "Can generic run profiles be created for Remote Engines and clusters, or only for Dynamic Engines?",
    "all",
    {
        "dynamic": "`RunProfile` works with `scope_id` only. For engines and clusters, use"
        " RemoteEngineRunProfile and EngineClusterRunProfile.",
        "all": "No effect.",
    },
)


def run(lab: Lab) -> None:
    """Create a generic run profile for the engine, and one for the environment."""
    body: dict[str, object] = {"type": "JOB_SERVER", "jvmArguments": ["-Xms64m"]}
    engine_profile, reply = lab.sandbox.create(
        GENERIC_PROFILE, "generic", {**body, "processorType": "REMOTE_ENGINE", "runtimeId": lab.engine.id}
    )
    engine_accepted = lab.accepted(reply)
    if engine_profile is not None:
        lab.sandbox.discard(engine_profile)
    environment_id = lab.target.workspace.environment_id
    environment_profile, reply = lab.sandbox.create(
        GENERIC_PROFILE, "dynamic", {**body, "processorType": "DYNAMIC_ENGINE", "scopeId": environment_id}
    )
    environment_accepted = lab.accepted(reply)
    if environment_profile is not None:
        lab.sandbox.discard(environment_profile)
    if not engine_accepted and not environment_accepted:
        raise NotObservedError("the API refused both run profiles")
    note = "" if environment_accepted else "the API refused the run profile of the environment"
    lab.observe(_PROCESSORS.name, "all" if engine_accepted else "dynamic", note=note)


EXPERIMENT: Final = Experiment(
    rules=(_PROCESSORS,),
    summary="creates and deletes a generic run profile for the probe's engine, and one for the environment",
    run=run,
    calls=4,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
