"""What do lists do with queries in FIQL, and with parameters that they do not know?

Calls: the list of clusters, four times: with a query that cannot be read, with a wildcard, with an ordering
operator, and with a parameter that nobody knows.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.api import Reply
from talend_processing.probe.kinds import CLUSTERS
from talend_processing.probe.lab import Lab
from talend_processing.probe.markers import PREFIX
from talend_processing.probe.rules import Experiment, Rule

_ERRORS: Final = Rule(
    "fiql_errors",
    "What does a list do with a query that it cannot read: 400, 500, or ignore it?",
    "400",
    {
        "ignore": "A wrong query of `list_…` or of the command line returns all objects. The"
        " provider sends none.",
        "*": "None: a wrong query of `list_…` or of the command line is an error.",
    },
)
_WILDCARD: Final = Rule(
    "fiql_wildcard",
    "Does `*` in a query's value stand for any text?",
    "any",
    {"*": "Queries of `list_…` and of the command line must name the whole value. The provider sends none."},
)
_ORDERING: Final = Rule(
    "fiql_ordering",
    "Can queries compare with `=ge=` and the like?",
    "allow",
    {"refuse": "Queries of `list_…` and of the command line can compare with `==` and `!=` only."},
)
_UNKNOWN: Final = Rule(
    "unknown_query",
    "Does an unknown query parameter answer 400?",
    "refuse",
    {"*": "None: the client sends documented parameters only."},
)
_SERVER_ERROR: Final = 500


def run(lab: Lab) -> None:
    """Send queries to the list of clusters."""
    cluster = lab.cluster
    with lab.asking(_ERRORS):
        reply = _list(lab, "name=wrong=")
        if reply.status == _SERVER_ERROR:
            lab.observe(_ERRORS.name, "500")
        else:
            lab.observe(_ERRORS.name, "ignore" if lab.accepted(reply) else "400")
    with lab.asking(_WILDCARD):
        # The name as a whole must be found: else the list cannot be searched by name at all.
        lab.entry(CLUSTERS, cluster, query={"_s": f"name=={cluster.name}"})
        found = _shows(lab.need(_list(lab, f"name=={PREFIX}{lab.box.run}*")), cluster.id)
        lab.observe(_WILDCARD.name, "any" if found else "literal")
    with lab.asking(_ORDERING):
        reply = _list(lab, f"name=ge={cluster.name}")
        errors = lab.findings.get(_ERRORS.name)
        if reply.status == _SERVER_ERROR and getattr(errors, "value", None) == "500":
            lab.observe(_ORDERING.name, "refuse")
        elif lab.accepted(reply):
            lab.observe(_ORDERING.name, "allow" if _shows(reply, cluster.id) else "refuse")
        else:
            lab.observe(_ORDERING.name, "refuse")
    with lab.asking(_UNKNOWN):
        reply = lab.api.get(CLUSTERS, query={"talendProbe": "1"})
        lab.observe(_UNKNOWN.name, "ignore" if lab.accepted(reply) else "refuse")


def _list(lab: Lab, query: str) -> Reply:
    return lab.api.get(CLUSTERS, query={"_s": query})


def _shows(reply: Reply, cluster: str) -> bool:
    return any(one.get("id") == cluster for one in reply.records)


EXPERIMENT: Final = Experiment(
    rules=(_ERRORS, _WILDCARD, _ORDERING, _UNKNOWN),
    does="lists clusters with right and wrong queries",
    run=run,
    calls=6,
    creates=("1 cluster",),
)
