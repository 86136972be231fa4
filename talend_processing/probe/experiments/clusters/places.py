"""What if an engine joins a cluster of another workspace, or of another environment?

Calls: a cluster in each of the two places, the engine joins it, its GET, and it leaves. They need
`--other-workspace` and `--other-environment`, because the probe creates nothing elsewhere.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.kinds import CLUSTER
from talend_processing.probe.lab import Lab
from talend_processing.probe.place import Workspace
from talend_processing.probe.removal import Thing
from talend_processing.probe.rules import Experiment, NotObservedError, Rule

_WORKSPACE: Final = Rule(
    "member_workspace",
    "Does an engine move to the workspace of the cluster that it joins?",
    "move",
    {"*": "None: the provider takes the workspace of a member as the cluster's business, not as drift."},
)
_ENVIRONMENT: Final = Rule(
    "member_environment_status",
    "Which status refuses an engine of another environment than the cluster's?",
    "409",
    {"*": "None: both are shown with the API's own words."},
)


def run(lab: Lab) -> None:
    """Let the engine join clusters of other places."""
    with lab.asking(_ENVIRONMENT):
        if lab.place.other_environment is None:
            raise NotObservedError("it needs --other-environment")
        cluster = _cluster(lab, lab.place.other_environment)
        reply = lab.join(cluster, lab.engine)
        if lab.accepted(reply):
            lab.leave(cluster, lab.engine)
            raise NotObservedError("an engine of another environment was accepted")
        lab.observe(_ENVIRONMENT.name, str(reply.status))
    with lab.asking(_WORKSPACE):
        if lab.place.other_workspace is None:
            raise NotObservedError("it needs --other-workspace")
        cluster = _cluster(lab, lab.place.other_workspace)
        lab.need(lab.join(cluster, lab.engine))
        workspace = lab.need(lab.api.get(lab.engine.path)).record.get("workspace")
        lab.leave(cluster, lab.engine)
        there = isinstance(workspace, dict) and workspace.get("id") == lab.place.other_workspace.id
        lab.observe(_WORKSPACE.name, "move" if there else "keep")


def _cluster(lab: Lab, where: Workspace) -> Thing:
    elsewhere = {"environmentId": where.environment_id, "workspaceId": where.id}
    cluster, reply = lab.box.create(CLUSTER, "elsewhere", lab.empty_cluster | elsewhere)
    if cluster is None or not cluster.id:
        raise lab.unclear(reply)
    return cluster


EXPERIMENT: Final = Experiment(
    rules=(_WORKSPACE, _ENVIRONMENT),
    does="lets its engine join clusters of the other workspace and environment, if they are given",
    run=run,
    calls=7,
    engines=("engine",),
    creates=("1 cluster in the other workspace", "1 cluster in the other environment"),
)
