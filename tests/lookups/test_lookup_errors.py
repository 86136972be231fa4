"""Errors of look-ups: they list the existing objects, or say which argument is wrong."""

from __future__ import annotations

import pulumi
import pytest
from looked_up import ASSUMED, PLAN, PRODUCTION, TASK
from profile_samples import HEAP

import talend_processing as talend
from talend_processing import lookups
from talend_processing.provider.declare.program import program_client
from talend_processing.simulator import Simulator

pytestmark = ASSUMED


@pytest.mark.assumes(duplicate_engine_names="allow")
def test_no_match_and_several_matches_are_errors_with_the_candidates(known: dict[str, str]) -> None:
    with pytest.raises(pulumi.RunError, match=r"No Remote Engine named 'x'\. There are: 'etl' \("):
        talend.find_remote_engine(name="x")
    with pytest.raises(pulumi.RunError, match=r"No task named 'x'\. There are: 'load-customers' \("):
        talend.find_task(name="x")
    program_client().remote_engines.create(body={"name": "etl", "environmentId": PRODUCTION})
    with pytest.raises(pulumi.RunError, match=r"More than one Remote Engine named 'etl'\. There are: .*, '"):
        talend.find_remote_engine(name="etl")
    with pytest.raises(pulumi.RunError, match=r"could not be looked up: .*404"):
        talend.get_engine_cluster(id="0" * 24)


FINDS: dict[str, tuple[dict[str, str], str, str]] = {
    "find_environment": ({}, "environment named 'x'", "'production' (5e0000000000000000000002)"),
    "find_workspace": (
        {"environment": "production"},
        "workspace named 'x' in environment 'production'",
        "'Finance' (5f0000000000000000000004, environment 'production')",
    ),
    "find_remote_engine": (
        {"environment": PRODUCTION},
        f"Remote Engine named 'x' in environment '{PRODUCTION}'",
        "'etl' (",
    ),
    "find_engine_cluster": (
        {"environment": "production"},
        "cluster named 'x' in environment 'production'",
        "'pool' (",
    ),
    "find_pipeline_engine": ({}, "Pipeline Engine named 'x'", "'flow' ("),
    "find_task": (
        {"environment": "production"},
        "task named 'x' in environment 'production'",
        "'close-month' (5a0000000000000000000003, workspace 'Finance', environment 'production')",
    ),
    "find_plan": ({}, "plan named 'x'", f"'breaks' ({PLAN}, workspace '"),
    "find_run_profile": (
        {"environment_id": PRODUCTION},
        f"run profile named 'x' in environment '{PRODUCTION}'",
        "'heap' (",
    ),
}


def test_every_find_function_has_a_case() -> None:
    assert set(FINDS) == {
        name for name in lookups.__all__ if name.startswith("find_") and not name.endswith("_output")
    }


@pytest.mark.parametrize("name", sorted(FINDS))
def test_the_error_names_the_search_and_the_existing_objects(known: dict[str, str], name: str) -> None:
    narrowed, searched, there = FINDS[name]
    with pytest.raises(pulumi.RunError) as caught:
        getattr(talend, name)(name="x", **narrowed)
    assert str(caught.value).startswith(f"No {searched}. There are: ")
    assert there in str(caught.value)


@pytest.mark.parametrize("name", ["ETL", "etl ", " etl"])
def test_the_error_mentions_a_name_that_differs_in_case_or_white_space(
    known: dict[str, str], name: str
) -> None:
    with pytest.raises(pulumi.RunError) as caught:
        talend.find_remote_engine(name=name)
    assert str(caught.value) == (
        f"No Remote Engine named '{name}'. There are: 'etl' ({known['engine']}, workspace 'Finance',"
        " environment 'production'). Names are compared exactly: case and white space count"
    )


def test_the_error_says_that_a_workspace_is_empty(known: dict[str, str]) -> None:
    empty = "5f0000000000000000000003"
    with pytest.raises(pulumi.RunError) as caught:
        talend.find_plan(name="x", workspace_id=empty)
    assert (
        str(caught.value)
        == f"No plan named 'x' in workspace '{empty}'. The list for these credentials is empty"
    )


def test_the_error_lists_the_most_similar_names_first(simulator: Simulator) -> None:
    place = {"environmentId": PRODUCTION}
    for number in range(40):
        program_client().remote_engines.create(body={"name": f"engine-{number}", **place})
    program_client().remote_engines.create(body={"name": "Nightly", **place})
    with pytest.raises(pulumi.RunError) as caught:
        talend.find_remote_engine(name="nigthly")
    assert str(caught.value).startswith("No Remote Engine named 'nigthly'. There are: 'Nightly' (")
    assert str(caught.value).endswith(" and 29 more")


def duplicate(known: dict[str, str], name: str) -> str:
    """Create a second object with the name of an existing one, and return the name."""
    client, place = program_client(), {"environmentId": PRODUCTION, "workspaceId": "5f0000000000000000000004"}
    if name == "find_remote_engine":
        return client.remote_engines.create(body={"name": "etl", **place}).name
    if name == "find_engine_cluster":
        body = {"name": "pool", **place, "description": "", "remoteEngines": []}
        return client.clusters.create(body=body).name
    if name == "find_pipeline_engine":
        return client.pipeline_engines.create(body={"name": "flow", **place}).name
    body = {**HEAP, "name": "heap", "runtimeId": known["cluster"]}
    client.cluster_run_profiles.create(known["cluster"], body=body)
    return "heap"


@pytest.mark.assumes(duplicate_engine_names="allow", duplicate_cluster_names="allow")
@pytest.mark.parametrize(
    "name", ["find_remote_engine", "find_engine_cluster", "find_pipeline_engine", "find_run_profile"]
)
def test_the_error_lists_several_matches_with_their_ids(known: dict[str, str], name: str) -> None:
    shared = duplicate(known, name)
    with pytest.raises(pulumi.RunError) as caught:
        getattr(talend, name)(name=shared)
    assert f"named '{shared}'. There are: '{shared}' (" in str(caught.value)
    assert str(caught.value).startswith("More than one ")
    assert str(caught.value).count(f"'{shared}' (") == 2


def test_an_empty_id_is_refused_and_does_not_mean_all(simulator: Simulator) -> None:
    with pytest.raises(pulumi.RunError, match="Listing executions of task '': '' is not a valid taskId"):
        talend.list_task_executions(task_id="")
    with pytest.raises(pulumi.RunError, match="Listing executions of plan '': '' is not a valid planId"):
        talend.list_plan_executions(plan_id="")
    assert simulator.journal() == []


def test_a_string_instead_of_a_list_of_tags_is_refused(simulator: Simulator) -> None:
    with pytest.raises(pulumi.RunError, match=r"tags is a string\. Give a list: \['nightly'\]"):
        talend.list_task_executions(tags="nightly")
    assert simulator.journal() == []


def test_filters_that_the_api_lacks_for_one_task_are_refused() -> None:
    with pytest.raises(pulumi.RunError, match="omit these, or task_id"):
        talend.list_task_executions(task_id=TASK, tags=["nightly"])
