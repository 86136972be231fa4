"""How soon do lists show a new object, and in which order?

Calls: three POSTs of clusters whose names are not in the order of their creation, the list of clusters until
it shows all three (at most about one minute), and their DELETEs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from talend_processing.probe.api import Stopwatch
from talend_processing.probe.experiment import Experiment, NotObservedError, Rule
from talend_processing.probe.kinds import CLUSTERS
from talend_processing.probe.lab import POLL_PAUSES, Lab
from talend_processing.probe.removal import Thing

_DELAY: Final = Rule(
    "runtime_list_delay",
    "After how many seconds do lists show a new engine or cluster?",
    0,
    {
        "0": "None.",
        "*": "After a lost response the provider looks for the object in the list for 4 s. A create that"
        " seems to have failed may have created the object: run `up` again after the observed time, with"
        ' `on_existing="adopt"`.',
    },
    tolerance=1.0,
)
_ORDER: Final = Rule(
    "list_order",
    "In which order do lists show objects?",
    "created",
    {"*": "None: the provider does not depend on an order."},
)
_NUMBERS: Final = (98, 99, 97)
"""Numbers in names, chosen so that creation order, name order and latest-first order all differ."""
_ORDERS: Final[Mapping[tuple[int, ...], str]] = {
    (0, 1, 2): "created",
    (2, 1, 0): "latest",
    (2, 0, 1): "name",
}
"""The name of each order of the three clusters. `(2, 0, 1)`: the third created, the first, the second."""


def run(lab: Lab) -> None:
    """Create clusters and list them."""
    made = [lab.new_cluster("listed", number=number) for number in _NUMBERS]
    watch = Stopwatch(lab.api)
    waited, order = _wait_until_listed(lab, made, watch)
    with lab.asking(_DELAY):
        watch.require_undisturbed()
        lab.observe(_DELAY.name, waited)
    by_id = [one.id for one in made]
    ranks = tuple(by_id.index(one) for one in order)
    found = _ORDERS.get(ranks)
    if found is None:
        lab.cannot(_ORDER.name, "the list is ordered neither by creation nor by name")
    else:
        lab.observe(_ORDER.name, found)
    for cluster in made:
        lab.box.discard(cluster)


def _wait_until_listed(lab: Lab, made: Sequence[Thing], watch: Stopwatch) -> tuple[float, list[str]]:
    """Return the seconds until the list shows all clusters, and their ids in the order of the list.

    Raises:
        NotObservedError: The list does not show all clusters within about a minute.

    """
    wanted = {one.id for one in made}
    for pause in (0.0, *POLL_PAUSES):
        lab.api.wait(pause)
        waited = watch.seconds() if pause else 0
        listed = lab.need(lab.api.get(CLUSTERS)).records
        order = [str(one.get("id")) for one in listed if one.get("id") in wanted]
        if len(order) == len(made):
            return waited, order
    raise NotObservedError("the list does not show a new object")


EXPERIMENT: Final = Experiment(
    rules=(_DELAY, _ORDER),
    does="creates three clusters, lists clusters until all of them appear, and deletes them",
    run=run,
    calls=7,
)
