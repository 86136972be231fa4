"""Can a cluster that contains engines be deleted?

Calls: the POST of a cluster, the PUT that adds an engine, the DELETE of the cluster, and the GET of the
engine.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.lab import Lab

_MEMBERS: Final = Rule(
    "cluster_delete_with_members",
    "Can a cluster that contains engines be deleted?",
    "allow",
    {
        "allow": "No effect: the DELETE of a cluster does not delete its engines.",
        "refuse": "If `remote_engines` is declared, the provider removes the engines from the cluster after"
        " the refusal and repeats the DELETE. Otherwise the DELETE fails until somebody removes the engines.",
    },
)


def run(lab: Lab) -> None:
    """Delete a cluster that contains an engine."""
    cluster = lab.new_cluster("members")
    lab.require_success(lab.add_engine(cluster, lab.engine))
    reply = lab.sandbox.discard(cluster)
    if not lab.accepted(reply):
        lab.observe(_MEMBERS.name, "refuse", note=f"the API answered {reply.status}")
        lab.remove_engine(cluster, lab.engine)
        lab.sandbox.discard(cluster)
        return
    engine_exists = lab.api.get(lab.engine.path).ok
    lab.observe(
        _MEMBERS.name, "allow", note="" if engine_exists else "the engine was deleted with the cluster"
    )


EXPERIMENT: Final = Experiment(
    rules=(_MEMBERS,),
    summary="deletes a cluster that contains the probe's engine",
    run=run,
    calls=4,
    engines=("engine",),
)
