"""What happens if an engine is added to a cluster of another workspace or environment?

Calls: the POST of a cluster in the workspace that `--other-workspace` names, the PUT that adds an engine, the
GET of the engine, which shows whether its workspace has changed, and the DELETE of the membership. Then the
POST of a cluster in the environment that `--other-environment` names, the PUT that adds an engine, and the
DELETE of the membership if the API accepts the PUT.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, NotObservedError, Rule
from talend_processing.probe.kinds import CLUSTER
from talend_processing.probe.lab import Lab
from talend_processing.probe.removal import ProbeObject
from talend_processing.probe.target import Workspace

_WORKSPACE: Final = Rule(
    "member_workspace",
    "Does adding an engine to a cluster move the engine to the workspace of the cluster?",
    "move",
    {
        "move": "A refresh lists `workspace_id` in `drift`. The provider does not move the engine back.",
        "keep": "No effect.",
    },
)
_ENVIRONMENT: Final = Rule(
    "member_environment_status",
    "With which status does the API refuse to add an engine to a cluster of another environment?",
    "409",
    {"*": "No effect: the error shows the status and the API's message."},
)


def run(lab: Lab) -> None:
    """Add the engine to a cluster of another environment, and to one of another workspace."""
    with lab.observing(_ENVIRONMENT):
        if lab.target.elsewhere is None:
            raise NotObservedError("the experiment needs --other-environment")
        cluster = _create_cluster(lab, lab.target.elsewhere)
        reply = lab.add_engine(cluster, lab.engine)
        if lab.accepted(reply):
            lab.remove_engine(cluster, lab.engine)
            raise NotObservedError("the API added the engine to a cluster of another environment")
        lab.observe(_ENVIRONMENT.name, str(reply.status))
    with lab.observing(_WORKSPACE):
        if lab.target.other_workspace is None:
            raise NotObservedError("the experiment needs --other-workspace")
        cluster = _create_cluster(lab, lab.target.other_workspace)
        lab.require_success(lab.add_engine(cluster, lab.engine))
        engine_workspace = lab.require_success(lab.api.get(lab.engine.path)).record.get("workspace")
        lab.remove_engine(cluster, lab.engine)
        moved = (
            isinstance(engine_workspace, dict) and engine_workspace.get("id") == lab.target.other_workspace.id
        )
        lab.observe(_WORKSPACE.name, "move" if moved else "keep")


def _create_cluster(lab: Lab, workspace: Workspace) -> ProbeObject:
    location = {"environmentId": workspace.environment_id, "workspaceId": workspace.id}
    cluster, reply = lab.sandbox.create(CLUSTER, "elsewhere", lab.empty_cluster | location)
    if cluster is None or not cluster.id:
        raise lab.inconclusive(reply)
    return cluster


EXPERIMENT: Final = Experiment(
    rules=(_WORKSPACE, _ENVIRONMENT),
    summary="adds the probe's engine to clusters in --other-workspace and --other-environment, if given",
    run=run,
    calls=7,
    engines=("engine",),
)
