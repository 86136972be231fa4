"""Errors on the real engine: one line for each resource, without traceback or secret, with what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pulumi.runtime import stack as sdk_stack
from stack import Stack, StackError, resource_errors

from talend_processing.simulator import Simulator

pytestmark = [
    pytest.mark.sdk,
    pytest.mark.assumes(error_bodies="full", reschedule_fields="optional", cloud_jvm_rollback="present"),
]

TOKEN = "made-up-token"
ONE_ENGINE = """
import talend_processing as talend

talend.RemoteEngine("etl", environment_id="5e0000000000000000000002")
"""
FAILING_RESOURCES = """
import talend_processing as talend

environment, workspace = "5e0000000000000000000002", "5f0000000000000000000004"
engine = talend.RemoteEngine("misplaced", environment_id="0" * 24)
cluster = talend.EngineCluster("not-permitted", environment_id=environment, workspace_id=workspace)
talend.PipelineEngine("web-page", environment_id=environment)
talend.RunProfile(
    "other-shape",
    processor_type="DYNAMIC_ENGINE",
    scope_id=environment,
    type="JOB_SERVER",
    jvm_arguments=["-Xmx1g"],
)
talend.CloudJvmRollback("wrong-token", job_jvm_rollback=True)
"""
NEED_FAILED_RESOURCES = """
talend.ClusterMembership("needs-both", cluster_id=cluster, engine_id=engine)
talend.RemoteEngineRunProfile(
    "needs-engine", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xmx1g"]
)
"""
SDK_RAISES = hasattr(sdk_stack, "ResourceRegistrationFailed")
"""Whether the SDK raises in the program if a resource needs a failed one, like the lowest version."""
WRONG_ARGUMENTS = """
import pulumi
import talend_processing as talend

talend.RemoteEngineRunProfile(
    "heap",
    name="",
    engine_id="5d2f1d9018e83f4406199233",
    type="JOB_SERVER",
    jvm_arguments=[pulumi.Output.secret("hidden-value")],
)
"""


def errors(stack: Stack, *command: str) -> dict[str, list[str]]:
    """Run a command that fails, and return the errors of each resource by its name."""
    with pytest.raises(StackError) as failed:
        stack.run(*command)
    printed = str(failed.value)
    assert "Traceback" not in printed
    assert 'File "' not in printed
    assert TOKEN not in printed
    return resource_errors(printed)


def test_each_resource_that_fails_shows_one_error_on_its_own_row(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    simulator.fault("GET", "/processing/runtimes/remote-engine-clusters", kind="status", status=403)
    simulator.fault("GET", "/processing/runtimes/pipeline-engines", kind="html", status=200)
    simulator.fault("POST", "/processing/run-profiles/search", kind="wrong-schema", body={"items": 7})
    simulator.fault(path="/processing/engines/cloud/jvm/rollback", kind="status", status=401)
    stack = stack_of(FAILING_RESOURCES + ("" if SDK_RAISES else NEED_FAILED_RESOURCES))
    found = errors(stack, "up", "--yes", "--skip-preview", "--continue-on-error")
    expected = {
        "misplaced": ('Creating remote engine "misplaced"', "no environment has the id"),
        "not-permitted": ("Listing remote engine clusters", "The token needs TMC_CLUSTER_MANAGEMENT"),
        "web-page": ("a web page instead of JSON", "talend:apiUrl"),
        "other-shape": ("does not match the API's reference", "talend:apiUrl"),
        "wrong-token": ("TALEND_ACCESS_TOKEN",),
    }
    assert found.keys() == expected.keys(), found
    for name, words in expected.items():
        (error,) = found[name]
        assert all(word in error for word in words), error
    assert stack.resources() == [], "resources that need a failed one are skipped without an error"


def test_an_api_that_cannot_be_reached_is_one_error(stack_of: Callable[..., Stack]) -> None:
    stack = stack_of(ONE_ENGINE, environ={"TALEND_API_URL": "http://127.0.0.1:9"})
    stack.config.write_text("config: {talend:maxRetries: 1}\n")
    ((error,),) = errors(stack, "up", "--yes", "--skip-preview").values()
    assert "cannot be reached" in error
    assert "talend:apiUrl" in error


@pytest.mark.parametrize(
    ("command", "config", "named"),
    [
        (("up", "--yes", "--skip-preview"), "talend:requestTimeout: soon", "talend:requestTimeout"),
        (("preview",), f"talend:accessToken: {TOKEN}", "pulumi config set --secret talend:accessToken"),
    ],
    ids=["in the host", "in the program"],
)
def test_a_wrong_setting_is_one_error_before_any_call(
    stack_of: Callable[[str], Stack], simulator: Simulator, command: tuple[str, ...], config: str, named: str
) -> None:
    stack = stack_of(ONE_ENGINE)
    stack.config.write_text(f"config: {{{config}}}\n")
    ((error,),) = errors(stack, *command).values()
    assert named in error
    assert simulator.journal() == []


def test_a_preview_lists_all_wrong_arguments_without_their_values(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    with pytest.raises(StackError) as failed:
        stack_of(WRONG_ARGUMENTS).preview()
    printed = str(failed.value)
    assert "name must not be blank" in printed
    assert "jvm_arguments[0] does not begin with '-', so a JVM reads it as the name of a program" in printed
    assert "hidden-value" not in printed
    assert "Traceback" not in printed
    assert simulator.journal() == []
