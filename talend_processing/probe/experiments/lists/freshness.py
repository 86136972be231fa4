"""How soon do lists show a new object, and in which order?

Calls: the POSTs of three clusters, the list of clusters until it contains them (at most about one minute),
and their DELETEs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from talend_processing.probe.api import Stopwatch
from talend_processing.probe.experiment import Experiment, NotObservedError, Rule
from talend_processing.probe.kinds import CLUSTERS
from talend_processing.probe.lab import POLL_PAUSES, Lab
from talend_processing.probe.removal import ProbeObject

_DELAY: Final = Rule(
    "runtime_list_delay",
    "How many seconds after its creation do lists show an engine or a cluster?",
    0,
    {
        "0": "No effect.",
        "*": "If the response to a create is lost, the provider looks for the object in the list for 4 s."
        " A create that fails after these 4 s may have created the object."
        ' Run `up` again after the observed time, with `on_existing="adopt"`.',
    },
    tolerance=1.0,
)
_ORDER: Final = Rule(
    "list_order",
    "In which order do lists show objects?",
    "created",
    {"*": "No effect: the provider does not depend on the order."},
)
_NUMBERS: Final = (98, 99, 97)
"""The numbers in the names of the three clusters. In alphabetical order, the third cluster comes first."""
_ORDERS: Final[Mapping[tuple[int, ...], str]] = {
    (0, 1, 2): "created",
    (2, 1, 0): "latest",
    (2, 0, 1): "name",
}
"""The value of `list_order` for each order of the list. 0 is the cluster that was created first."""


def run(lab: Lab) -> None:
    """Create clusters and list them."""
    clusters = [lab.new_cluster("listed", number=number) for number in _NUMBERS]
    watch = Stopwatch(lab.api)
    delay, listed_ids = _wait_until_listed(lab, clusters, watch)
    with lab.observing(_DELAY):
        watch.require_no_429()
        lab.observe(_DELAY.name, delay)
    created_ids = [cluster.id for cluster in clusters]
    order = _ORDERS.get(tuple(created_ids.index(cluster_id) for cluster_id in listed_ids))
    if order is None:
        lab.not_observed(_ORDER.name, "the list is ordered neither by creation nor by name")
    else:
        lab.observe(_ORDER.name, order)
    for cluster in clusters:
        lab.sandbox.discard(cluster)


def _wait_until_listed(
    lab: Lab, clusters: Sequence[ProbeObject], watch: Stopwatch
) -> tuple[float, list[str]]:
    """Return the seconds until the list contains all clusters, and their ids in the order of the list."""
    cluster_ids = {cluster.id for cluster in clusters}
    for pause in (0.0, *POLL_PAUSES):
        lab.api.wait(pause)
        delay = watch.seconds() if pause else 0
        entries = lab.require_success(lab.api.get(CLUSTERS)).records
        listed_ids = [str(one.get("id")) for one in entries if one.get("id") in cluster_ids]
        if len(listed_ids) == len(clusters):
            return delay, listed_ids
    raise NotObservedError("the list does not show the new clusters within a minute")


EXPERIMENT: Final = Experiment(
    rules=(_DELAY, _ORDER),
    summary="creates three clusters, lists clusters until the list contains all three, and deletes them",
    run=run,
    calls=7,
)
