"""For which engines does DELETE return 409: paired engines, engines in a cluster, or both?

Calls: the DELETE of an engine that is in a cluster. The probe cannot pair an engine. It assumes that the API
refuses to delete a paired engine. If the API also refuses to delete an engine in a cluster, the value
is therefore `both`.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.lab import Lab

_CONFLICT: Final = Rule(
    "engine_delete_conflict",
    "For which engines does DELETE return 409: paired engines, engines in a cluster, or both?",
    "both",
    {
        "both": "No effect: after a conflict, the provider removes the engine from its cluster and"
        " repeats the DELETE.",
        "paired": "No effect: the DELETE of an engine in a cluster succeeds immediately.",
    },
)


def run(lab: Lab) -> None:
    """Delete an engine that is in a cluster."""
    engine, cluster = lab.second_engine, lab.cluster
    lab.require_success(lab.add_engine(cluster, engine))
    reply = lab.sandbox.discard(engine)
    if lab.accepted(reply):
        lab.observe(
            _CONFLICT.name, "paired", also_possible=("never",), note="an engine in a cluster was deleted"
        )
    else:
        lab.observe(
            _CONFLICT.name,
            "both",
            also_possible=("in_cluster",),
            note=f"the DELETE of an engine in a cluster returned {reply.status}",
        )
        lab.remove_engine(cluster, engine)


EXPERIMENT: Final = Experiment(
    rules=(_CONFLICT,),
    summary="deletes an engine that is in a cluster",
    run=run,
    calls=3,
    engines=("second engine",),
)
