"""Can two objects in the same workspace or engine have the same name?

Calls: POSTs of an engine, a cluster and a run profile, each with the body of an existing object. The API has
accepted this body before, so a refusal is due to the name.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.kinds import CLUSTER, ENGINE
from talend_processing.probe.lab import Lab

_ENGINES: Final = Rule(
    "duplicate_engine_names",
    "Can two engines of one environment have the same name?",
    "allow",
    {
        "allow": "Names do not identify objects. Before a create, the provider looks for an object with the"
        ' same name. It creates a second object only with `on_existing="create"`.',
        "refuse": "The API enforces what the provider checks: a second create fails with 400 or 409.",
    },
)
_CLUSTERS: Final = Rule(
    "duplicate_cluster_names",
    "Can two clusters of one workspace have the same name?",
    "allow",
    _ENGINES.consequences,
)
_PROFILES: Final = Rule(
    "duplicate_profile_names",
    "Can two run profiles of one engine have the same name?",
    "refuse",
    {
        "allow": "The reference lists 409, but the API accepts equal names. Only the ids tell such run"
        " profiles apart. Use unique names.",
        "refuse": "No effect: this is what the reference says.",
    },
)


def run(lab: Lab) -> None:
    """Create a run profile, a cluster and an engine, each with the name of an existing one."""
    with lab.observing(_PROFILES):
        profile = lab.create_profile(lab.engine, "duplicate")
        _, reply = lab.try_create_profile(lab.engine, "duplicate", number=profile.number)
        lab.observe(_PROFILES.name, "allow" if lab.accepted(reply) else "refuse")
    with lab.observing(_CLUSTERS):
        number = lab.cluster.number
        cluster, reply = lab.sandbox.create(CLUSTER, "cluster", lab.empty_cluster, number=number)
        lab.observe(_CLUSTERS.name, "allow" if lab.accepted(reply) else "refuse")
        if cluster is not None:
            lab.share_as("second cluster", cluster)
    with lab.observing(_ENGINES):
        engine, reply = lab.sandbox.create(ENGINE, "engine", lab.location, number=lab.engine.number)
        lab.observe(_ENGINES.name, "allow" if lab.accepted(reply) else "refuse")
        if engine is not None:
            lab.share_as("second engine", engine)


EXPERIMENT: Final = Experiment(
    rules=(_ENGINES, _CLUSTERS, _PROFILES),
    summary="creates an engine, a cluster and a run profile with the names of objects that the probe created",
    run=run,
    calls=6,
    engines=("engine", "second engine"),
)
