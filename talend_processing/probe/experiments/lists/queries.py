"""How do lists treat queries in FIQL and unknown parameters?

Calls: the list of clusters, with an invalid query, the name of a cluster, a wildcard, an ordering operator,
and an unknown parameter.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.api import Reply
from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.kinds import CLUSTERS
from talend_processing.probe.lab import Lab
from talend_processing.probe.markers import PREFIX

_ERRORS: Final = Rule(
    "fiql_errors",
    "Does a list return 400 or 500 for an invalid query, or ignore the query?",
    "400",
    {
        "ignore": "An invalid query of `list_…` or of the command line returns all objects. The"
        " provider sends no queries.",
        "*": "None: an invalid query of `list_…` or of the command line is an error.",
    },
)
_WILDCARD: Final = Rule(
    "fiql_wildcard",
    "Does `*` in a query's value match any text?",
    "any",
    {
        "any": "None.",
        "literal": "Queries of `list_…` and of the command line need the full value. The provider sends"
        " none.",
    },
)
_ORDERING: Final = Rule(
    "fiql_ordering",
    "Can queries use operators such as `=ge=`?",
    "allow",
    {"refuse": "Queries of `list_…` and of the command line can only use `==` and `!=`."},
)
_UNKNOWN: Final = Rule(
    "unknown_query",
    "Does an unknown query parameter return 400?",
    "refuse",
    {"*": "None: the client only sends documented parameters."},
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
        # The full name must match. Otherwise the list cannot be searched by name at all.
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
    does="lists clusters with valid and invalid queries",
    run=run,
    calls=6,
)
