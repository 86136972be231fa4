"""Does the API refuse a body with a field that it does not know?

Calls: a POST of a cluster with such a field, and its DELETE. The probe has created a cluster with the same
body without the field, so a refusal refers to the field.
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
        "ignore": "None: a field of a newer API is silently ignored by an older one.",
        "refuse": "None: the provider sends unknown fields of a run profile back, and omits those that the"
        " API refuses.",
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
