"""How do lists treat FIQL queries (the parameter `_s`) and unknown parameters?

Calls: the list of clusters with different queries and with an unknown parameter.
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
        "ignore": "An invalid query in a `list_…` function or on the command line returns all objects. The"
        " provider sends no queries.",
        "*": "No effect: an invalid query in a `list_…` function or on the command line is an error.",
    },
)
_WILDCARD: Final = Rule(
    "fiql_wildcard",
    "Does `*` in the value of a query match any text?",
    "any",
    {
        "any": "No effect.",
        "literal": "Queries in `list_…` functions and on the command line need the full value. The provider"
        " sends no queries.",
    },
)
_ORDERING: Final = Rule(
    "fiql_ordering",
    "Can queries use operators such as `=ge=`?",
    "allow",
    {"refuse": "Queries in `list_…` functions and on the command line can use only `==` and `!=`."},
)
_UNKNOWN: Final = Rule(
    "unknown_query",
    "Does a list with an unknown query parameter return 400?",
    "refuse",
    {"*": "No effect: the client sends only documented parameters."},
)
_SERVER_ERROR: Final = 500


def run(lab: Lab) -> None:
    """Send queries to the list of clusters."""
    cluster = lab.cluster
    with lab.observing(_ERRORS):
        reply = _list(lab, "name=wrong=")
        if reply.status == _SERVER_ERROR:
            lab.observe(_ERRORS.name, "500")
        else:
            lab.observe(_ERRORS.name, "ignore" if lab.accepted(reply) else "400")
    with lab.observing(_WILDCARD):
        # If not even the query with the full name finds the cluster, this call raises `NotObservedError`.
        lab.wait_for_entry(CLUSTERS, cluster, query={"_s": f"name=={cluster.name}"})
        matches = _contains(
            lab.require_success(_list(lab, f"name=={PREFIX}{lab.sandbox.run_id}*")), cluster.id
        )
        lab.observe(_WILDCARD.name, "any" if matches else "literal")
    with lab.observing(_ORDERING):
        reply = _list(lab, f"name=ge={cluster.name}")
        errors_finding = lab.findings.get(_ERRORS.name)
        # An API that answers 500 to an invalid query may answer 500 to an unknown operator, too.
        if reply.status == _SERVER_ERROR and getattr(errors_finding, "value", None) == "500":
            lab.observe(_ORDERING.name, "refuse")
        elif lab.accepted(reply):
            lab.observe(_ORDERING.name, "allow" if _contains(reply, cluster.id) else "refuse")
        else:
            lab.observe(_ORDERING.name, "refuse")
    with lab.observing(_UNKNOWN):
        reply = lab.api.get(CLUSTERS, query={"talendProbe": "1"})
        lab.observe(_UNKNOWN.name, "ignore" if lab.accepted(reply) else "refuse")


def _list(lab: Lab, query: str) -> Reply:
    return lab.api.get(CLUSTERS, query={"_s": query})


def _contains(reply: Reply, cluster_id: str) -> bool:
    return any(one.get("id") == cluster_id for one in reply.records)


EXPERIMENT: Final = Experiment(
    rules=(_ERRORS, _WILDCARD, _ORDERING, _UNKNOWN),
    summary="lists clusters with valid and invalid queries, and with an unknown parameter",
    run=run,
    calls=6,
)
