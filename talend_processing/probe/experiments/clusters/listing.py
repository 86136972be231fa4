"""Does the list of clusters contain their engines?

Calls: the engine joins the cluster, the list of clusters, and the engine leaves.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.kinds import CLUSTERS
from talend_processing.probe.lab import Lab

_ENGINES: Final = Rule(
    "cluster_list_engines",
    "Does the list of clusters contain their `engines`?",
    "omit",
    {"*": "None: if the list omits them, the provider takes them from the list of engines."},
)


def run(lab: Lab) -> None:
    """Look for the engine in the list of clusters."""
    cluster = lab.cluster
    lab.need(lab.join(cluster, lab.engine))
    entry = lab.entry(CLUSTERS, cluster)
    lab.leave(cluster, lab.engine)
    lab.observe(_ENGINES.name, "include" if entry.get("engines") else "omit")


EXPERIMENT: Final = Experiment(
    rules=(_ENGINES,),
    does="lists clusters while a cluster contains the probe's engine",
    run=run,
    calls=3,
    engines=("engine",),
)
