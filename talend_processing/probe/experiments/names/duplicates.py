"""Can two objects in one location have the same name?

Calls: for an engine, a cluster and a run profile, a POST with the name of an existing object of
the probe. The API has accepted the same body before, so a 400, 409 or 422 refers to the name.
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
        "allow": "Names do not identify objects. Before the provider creates one, it looks for an object with"
        ' the same name, and creates a second one only with `on_existing="create"`.',
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
        "allow": "The reference lists 409, but the account allows it: only the ids tell such run profiles"
        " apart. Use unique names.",
        "refuse": "None: the reference says so.",
    },
)


def run(lab: Lab) -> None:
    """Create a second run profile, cluster and engine with the same name."""
    with lab.asking(_PROFILES):
        profile = lab.need_profile(lab.engine, "duplicate")
        _, reply = lab.profile(lab.engine, "duplicate", number=profile.number)
        lab.observe(_PROFILES.name, "allow" if lab.accepted(reply) else "refuse")
    with lab.asking(_CLUSTERS):
        number = lab.cluster.number
        cluster, reply = lab.box.create(CLUSTER, "cluster", lab.empty_cluster, number=number)
        lab.observe(_CLUSTERS.name, "allow" if lab.accepted(reply) else "refuse")
        if cluster is not None:
            lab.adopt("second cluster", cluster)
    with lab.asking(_ENGINES):
        engine, reply = lab.box.create(ENGINE, "engine", lab.where, number=lab.engine.number)
        lab.observe(_ENGINES.name, "allow" if lab.accepted(reply) else "refuse")
        if engine is not None:
            lab.adopt("second engine", engine)


EXPERIMENT: Final = Experiment(
    rules=(_ENGINES, _CLUSTERS, _PROFILES),
    does="creates an engine, a cluster and a run profile with the name of an existing one of the probe",
    run=run,
    calls=6,
    engines=("engine", "second engine"),
)
