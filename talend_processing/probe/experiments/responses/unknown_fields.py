"""Does the API refuse a body with an unknown field?

Calls: the POST of a cluster with an unknown field, and its DELETE. The API has accepted the same body
without the field before, so a refusal is due to the field.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.kinds import CLUSTER
from talend_processing.probe.lab import Lab

_FIELDS: Final = Rule(
    "unknown_fields",
    "Does the API refuse a body that has an unknown field?",
    "refuse",
    {
        "ignore": "No effect: the API ignores an unknown field without an error.",
        "refuse": "No effect: if the API refuses a field that the provider read from a run profile, the"
        " provider omits that field.",
    },
)


def run(lab: Lab) -> None:
    """Create a cluster with an unknown field."""
    _ = lab.cluster  # The first access creates a cluster without the unknown field.
    cluster, reply = lab.sandbox.create(CLUSTER, "field", {**lab.empty_cluster, "talendProbe": True})
    lab.observe(_FIELDS.name, "ignore" if lab.accepted(reply) else "refuse")
    if cluster is not None:
        lab.sandbox.discard(cluster)


EXPERIMENT: Final = Experiment(
    rules=(_FIELDS,),
    summary="creates a cluster with an unknown field",
    run=run,
    calls=2,
)
