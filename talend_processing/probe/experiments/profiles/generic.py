"""Which processors can generic run profiles have?

Calls: a POST of a generic run profile for the probe's engine, and one for the environment itself
(`DYNAMIC_ENGINE`), and the DELETEs of those that the API accepted.
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
        "all": "None.",
    },
)
_TYPE: Final = "JOB_SERVER"


def run(lab: Lab) -> None:
    """Create a generic run profile for the engine, and one for the environment."""
    shared: dict[str, object] = {"type": _TYPE, "jvmArguments": ["-Xms64m"]}
    engine_profile, reply = lab.box.create(
        GENERIC_PROFILE, "generic", {**shared, "processorType": "REMOTE_ENGINE", "runtimeId": lab.engine.id}
    )
    for_engine = lab.accepted(reply)
    if engine_profile is not None:
        lab.box.discard(engine_profile)
    scope = lab.place.workspace.environment_id
    environment_profile, reply = lab.box.create(
        GENERIC_PROFILE, "dynamic", {**shared, "processorType": "DYNAMIC_ENGINE", "scopeId": scope}
    )
    for_environment = lab.accepted(reply)
    if environment_profile is not None:
        lab.box.discard(environment_profile)
    if not for_engine and not for_environment:
        raise NotObservedError("the API refused both creates")
    note = "" if for_environment else "the one for the environment could not be created"
    lab.observe(_PROCESSORS.name, "all" if for_engine else "dynamic", note=note)


EXPERIMENT: Final = Experiment(
    rules=(_PROCESSORS,),
    does="creates and deletes a generic run profile for its engine, and one for the environment itself",
    run=run,
    calls=4,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
