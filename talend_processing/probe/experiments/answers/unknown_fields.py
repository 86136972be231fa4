"""Does the API refuse a body with a field that it does not know?

Calls: a POST of a cluster with such a field, and its DELETE. The API accepts the same body without the field.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.kinds import CLUSTER
from talend_processing.probe.lab import Lab

_FIELDS: Final = Rule(
    "unknown_fields",
    "Does the API refuse a body with an unknown field with 400?",
    "refuse",
    {
        "ignore": "None: a field of a newer API is silently ignored by an older one.",
        "refuse": "A field that the API shows but does not accept can prevent an update. The provider sends"
        " unknown fields of a run profile back, and omits those that a 400 names.",
    },
)


def run(lab: Lab) -> None:
    """Create a cluster with an unknown field."""
    _ = lab.cluster
    cluster, reply = lab.box.create(CLUSTER, "field", {**lab.empty_cluster, "talendProbe": True})
    lab.observe(_FIELDS.name, "ignore" if lab.accepted(reply) else "refuse")
    if cluster is not None:
        lab.box.discard(cluster)


EXPERIMENT: Final = Experiment(
    rules=(_FIELDS,),
    does="creates a cluster with an unknown field",
    run=run,
    calls=2,
)
