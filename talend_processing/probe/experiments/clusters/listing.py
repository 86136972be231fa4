"""Does the list of clusters contain the engines of each cluster?

Calls: the PUT that adds an engine to a cluster, the list of clusters, and the DELETE of the membership.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.kinds import CLUSTERS
from talend_processing.probe.lab import Lab

_ENGINES: Final = Rule(
    "cluster_list_engines",
    "Does each entry in the list of clusters contain the cluster's `engines`?",
    "omit",
    {"*": "No effect: if the list of clusters omits them, the provider lists the engines."},
)


def run(lab: Lab) -> None:
    """Look for the engine in the list entry of its cluster."""
    cluster = lab.cluster
    lab.require_success(lab.add_engine(cluster, lab.engine))
    entry = lab.wait_for_entry(CLUSTERS, cluster)
    lab.remove_engine(cluster, lab.engine)
    lab.observe(_ENGINES.name, "include" if entry.get("engines") else "omit")


EXPERIMENT: Final = Experiment(
    rules=(_ENGINES,),
    summary="lists clusters while a cluster contains the probe's engine",
    run=run,
    calls=3,
    engines=("engine",),
)
