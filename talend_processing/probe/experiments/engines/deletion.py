"""In which states of an engine does its DELETE return 409?

Calls: an engine joins a cluster, then the engine's DELETE. The experiment does not observe whether a paired
engine can be deleted, because that needs a running engine. If the DELETE is refused, the experiment reports
`both`, because the refusal of paired engines is assumed.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.lab import Lab

_CONFLICT: Final = Rule(
    "engine_delete_conflict",
    "When does deleting an engine return 409?",
    "both",
    {
        "both": "None: after a conflict, the provider removes the engine from its cluster and"
        " deletes it again.",
        "paired": "None: the DELETE of an engine in a cluster succeeds immediately.",
    },
)


def run(lab: Lab) -> None:
    """Delete an engine that is in a cluster."""
    engine, cluster = lab.second_engine, lab.cluster
    lab.need(lab.join(cluster, engine))
    reply = lab.box.discard(engine)
    if lab.accepted(reply):
        lab.observe(_CONFLICT.name, "paired", also=("never",), note="an engine in a cluster was deleted")
    else:
        lab.observe(
            _CONFLICT.name,
            "both",
            also=("in_cluster",),
            note=f"an engine in a cluster was refused with {reply.status}",
        )
        lab.leave(cluster, engine)


EXPERIMENT: Final = Experiment(
    rules=(_CONFLICT,),
    does="deletes an engine that is in a cluster",
    run=run,
    calls=3,
    engines=("second engine",),
)
