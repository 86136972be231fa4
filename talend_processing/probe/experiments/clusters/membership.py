"""When can an engine join a cluster, and which fields are required?

Calls: the engine joins the cluster (with a body only if the API requires it), joins it again, joins the
second cluster, and leaves both.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.lab import Lab

_FIELDS: Final = Rule(
    "reschedule_fields",
    "Can `method` and `runProfileId` be omitted when an engine joins?",
    "optional",
    {
        "required": "`EngineCluster(remote_engines=…)` cannot add engines to an existing cluster. Use"
        " ClusterMembership with `method` and `run_profile_id`.",
        "optional": "None.",
    },
)
_AGAIN: Final = Rule(
    "member_again",
    "Is it a conflict to add an engine to its own cluster again?",
    "accept",
    {"*": "None: the provider adds only engines that the cluster does not contain."},
)
_ELSEWHERE: Final = Rule(
    "member_elsewhere",
    "Does adding an engine of another cluster move the engine, or is it a conflict?",
    "conflict",
    {
        "conflict": "None: the provider removes the engine from its cluster if the program declares the"
        " engines of that cluster without this one.",
        "move": "An engine that somebody added to another cluster moves without a warning from the API.",
    },
)


def run(lab: Lab) -> None:
    """Add an engine to two clusters."""
    engine, cluster = lab.engine, lab.cluster
    with lab.asking(_FIELDS):
        lab.need(lab.join(cluster, engine))
        lab.observe(_FIELDS.name, "required" if lab.joins_with_fields else "optional")
    with lab.asking(_AGAIN):
        lab.observe(_AGAIN.name, "accept" if lab.accepted(lab.join(cluster, engine)) else "conflict")
    with lab.asking(_ELSEWHERE):
        second = lab.second_cluster
        lab.observe(_ELSEWHERE.name, "move" if lab.accepted(lab.join(second, engine)) else "conflict")
        lab.leave(second, engine)
    lab.leave(cluster, engine)


EXPERIMENT: Final = Experiment(
    rules=(_FIELDS, _AGAIN, _ELSEWHERE),
    does="adds its engine to a cluster twice, then to another cluster",
    run=run,
    calls=8,
    engines=("engine",),
)
