"""When can an engine join a cluster, and what does it need?

Calls: the engine joins the cluster without a body, joins it again, joins the second cluster, and leaves.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.lab import Lab
from talend_processing.probe.rules import Experiment, Rule

_FIELDS: Final = Rule(
    "reschedule_fields",
    "May `method` and `runProfileId` be left out when an engine joins?",
    "optional",
    {
        "required": "A ClusterMembership needs `method` and `run_profile_id`, and"
        " `EngineCluster(remote_engines=…)`"
        " cannot add engines. Use ClusterMembership with both arguments.",
        "optional": "None.",
    },
)
_AGAIN: Final = Rule(
    "member_again",
    "Does adding an engine to the cluster that it is in answer a conflict?",
    "accept",
    {"*": "None: the provider looks whether the engine is there and takes either answer."},
)
_ELSEWHERE: Final = Rule(
    "member_elsewhere",
    "Does adding an engine that is in another cluster answer a conflict, or move it?",
    "conflict",
    {
        "conflict": "None: an engine that another cluster of the program gives up is taken out of"
        " that first.",
        "move": "An engine that somebody put into another cluster moves without a warning of the API.",
    },
)


def run(lab: Lab) -> None:
    """Let an engine join two clusters."""
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
    does="lets its engine join a cluster twice, then another cluster",
    run=run,
    calls=8,
    engines=("engine",),
    creates=("2 clusters",),
)
