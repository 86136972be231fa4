"""Which fields does adding an engine to a cluster require, and can the engine be in a cluster already?

Calls: PUTs that add an engine to a cluster, to the same cluster again, and to a second cluster. Then the
DELETEs of both memberships.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.lab import Lab

_FIELDS: Final = Rule(
    "reschedule_fields",
    "Can `method` and `runProfileId` be omitted when an engine is added to a cluster?",
    "optional",
    {
        "required": "`EngineCluster(remote_engines=…)` cannot add engines to an existing cluster. Use"
        " ClusterMembership with `method` and `run_profile_id`.",
        "optional": "No effect.",
    },
)
_AGAIN: Final = Rule(
    "member_again",
    "Does the API accept adding an engine to a cluster that already contains it, or is that a conflict?",
    "accept",
    {"*": "No effect: the provider adds only engines that the cluster does not contain."},
)
_ELSEWHERE: Final = Rule(
    "member_elsewhere",
    "Does adding an engine that is in another cluster move the engine, or is that a conflict?",
    "conflict",
    {
        "conflict": "No effect: if the `remote_engines` of the other cluster no longer contain the engine,"
        " the provider first removes it there.",
        "move": "If somebody added an engine to another cluster, an EngineCluster that lists the engine moves"
        " it without an error. A ClusterMembership fails.",
    },
)


def run(lab: Lab) -> None:
    """Add an engine to two clusters."""
    engine, cluster = lab.engine, lab.cluster
    with lab.observing(_FIELDS):
        lab.require_success(lab.add_engine(cluster, engine))
        lab.observe(_FIELDS.name, "required" if lab.add_needs_body else "optional")
    with lab.observing(_AGAIN):
        lab.observe(_AGAIN.name, "accept" if lab.accepted(lab.add_engine(cluster, engine)) else "conflict")
    with lab.observing(_ELSEWHERE):
        second_cluster = lab.second_cluster
        lab.observe(
            _ELSEWHERE.name, "move" if lab.accepted(lab.add_engine(second_cluster, engine)) else "conflict"
        )
        lab.remove_engine(second_cluster, engine)
    lab.remove_engine(cluster, engine)


EXPERIMENT: Final = Experiment(
    rules=(_FIELDS, _AGAIN, _ELSEWHERE),
    summary="adds the probe's engine to a cluster twice, then to another cluster",
    run=run,
    calls=8,
    engines=("engine",),
)
