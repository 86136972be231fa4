"""What happens if an engine joins a cluster of another workspace or environment?

Calls: a POST of a cluster in the workspace of `--other-workspace` and of one in `--other-environment`. The
engine joins each cluster and leaves it. Its GET shows its workspace. Without these options the probe creates
nothing outside of its own workspace.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, NotObservedError, Rule
from talend_processing.probe.kinds import CLUSTER
from talend_processing.probe.lab import Lab
from talend_processing.probe.place import Workspace
from talend_processing.probe.removal import Thing

_WORKSPACE: Final = Rule(
    "member_workspace",
    "Does an engine move to the workspace of the cluster that it joins?",
    "move",
    {
        "move": "A refresh shows `drift` in the `workspace_id` of such an engine. It changes nothing.",
        "keep": "None.",
    },
)
_ENVIRONMENT: Final = Rule(
    "member_environment_status",
    "Which status refuses an engine whose environment is not the cluster's?",
    "409",
    {"*": "None: the error shows the status and the API's message."},
)


def run(lab: Lab) -> None:
    """Add the engine to clusters in other locations."""
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
        moved = isinstance(workspace, dict) and workspace.get("id") == lab.place.other_workspace.id
        lab.observe(_WORKSPACE.name, "move" if moved else "keep")


def _cluster(lab: Lab, where: Workspace) -> Thing:
    elsewhere = {"environmentId": where.environment_id, "workspaceId": where.id}
    cluster, reply = lab.box.create(CLUSTER, "elsewhere", lab.empty_cluster | elsewhere)
    if cluster is None or not cluster.id:
        raise lab.unclear(reply)
    return cluster


EXPERIMENT: Final = Experiment(
    rules=(_WORKSPACE, _ENVIRONMENT),
    does="adds its engine to clusters of the other workspace and environment, if they are given",
    run=run,
    calls=7,
    engines=("engine",),
)
