"""Can a cluster that contains engines be deleted?

Calls: the POST of a cluster, which the engine joins, the cluster's DELETE, and the engine's GET.
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
        "allow": "None: the engines stay.",
        "refuse": "If `remote_engines` is declared, the provider removes the engines after the refusal and"
        " deletes the cluster again. Otherwise the delete fails until the engines have left the cluster.",
    },
)


def run(lab: Lab) -> None:
    """Delete a cluster with an engine in it."""
    cluster = lab.new_cluster("members")
    lab.need(lab.join(cluster, lab.engine))
    reply = lab.box.discard(cluster)
    if not lab.accepted(reply):
        lab.observe(_MEMBERS.name, "refuse", note=f"the API answered {reply.status}")
        lab.leave(cluster, lab.engine)
        lab.box.discard(cluster)
        return
    stays = lab.api.get(lab.engine.path).ok
    lab.observe(_MEMBERS.name, "allow", note="" if stays else "the engine was deleted with the cluster")


EXPERIMENT: Final = Experiment(
    rules=(_MEMBERS,),
    does="deletes a cluster that contains the probe's engine",
    run=run,
    calls=4,
    engines=("engine",),
)
