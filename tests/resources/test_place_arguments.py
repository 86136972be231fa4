"""An argument for an environment or workspace accepts the result of a look-up. The input is its id."""

from __future__ import annotations

import pulumi
import pytest
from mocked_pulumi import Recorder, record

from talend_processing.resources.engine_cluster import EngineCluster
from talend_processing.resources.remote_engine import RemoteEngine
from talend_processing.resources.run_profile import RunProfile
from talend_processing.resources.workspace import EnvironmentInfo, WorkspaceInfo

ENVIRONMENT = EnvironmentInfo(id="e", name="production")
WORKSPACE = WorkspaceInfo(id="w", name="finance", environment=ENVIRONMENT)


@pytest.fixture
def recorder() -> Recorder:
    return record()


@pytest.mark.parametrize("given", ["id", "object", "output of the id", "output of the object"])
def test_the_input_is_the_id(recorder: Recorder, given: str) -> None:
    @pulumi.runtime.test
    def declare() -> pulumi.Output[str]:
        places = (ENVIRONMENT.id, WORKSPACE.id) if given.endswith("id") else (ENVIRONMENT, WORKSPACE)
        environment, workspace = map(pulumi.Output.from_input, places) if "output" in given else places
        return EngineCluster("pool", environment_id=environment, workspace_id=workspace).urn

    declare()
    assert (recorder.inputs["environmentId"], recorder.inputs["workspaceId"]) == ("e", "w")


def test_the_scope_of_a_run_profile_can_be_an_environment_object(recorder: Recorder) -> None:
    @pulumi.runtime.test
    def declare() -> pulumi.Output[str]:
        kind = {"processor_type": "DYNAMIC_ENGINE", "type": "JOB_SERVER", "jvm_arguments": []}
        return RunProfile("p", scope_id=ENVIRONMENT, **kind).urn

    declare()
    assert recorder.inputs["scopeId"] == "e"


@pytest.mark.usefixtures("recorder")
def test_a_workspace_is_refused_as_an_environment() -> None:
    with pytest.raises(TypeError, match="environment_id takes an id or EnvironmentInfo, was given Workspace"):
        RemoteEngine("etl", environment_id=WORKSPACE)
