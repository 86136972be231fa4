"""Look-ups return the matching objects, and call the operations that they document."""

from __future__ import annotations

import inspect
from typing import Any

import pulumi
import pytest
from looked_up import ASSUMED, PLAN, PRODUCTION, TASK

import talend_processing as talend
from contract.document import operation_at
from talend_processing import lookups
from talend_processing.simulator import Simulator
from tools.docs.operations_map import named_in

pytestmark = ASSUMED

LOOKS: dict[str, dict[str, str]] = {
    "find_environment": {"name": "=production"},
    "find_workspace": {"name": "=Finance", "environment": "=production"},
    "get_environment": {"id": f"={PRODUCTION}"},
    "get_workspace": {"id": "=5f0000000000000000000004"},
    "list_environments": {},
    "list_workspaces": {"environment": "=production"},
    "find_remote_engine": {"name": "=etl", "environment": "=production"},
    "get_remote_engine": {"id": "engine"},
    "list_remote_engines": {},
    "find_engine_cluster": {"name": "=pool"},
    "get_engine_cluster": {"id": "cluster"},
    "list_engine_clusters": {},
    "find_pipeline_engine": {"name": "=flow"},
    "get_pipeline_engine": {"id": "pipeline"},
    "list_pipeline_engines": {},
    "list_remote_engine_run_profiles": {"engine_id": "engine"},
    "get_remote_engine_run_profile": {"engine_id": "engine", "id": "profile"},
    "list_engine_cluster_run_profiles": {"cluster_id": "cluster"},
    "get_engine_cluster_run_profile": {"cluster_id": "cluster", "id": "shared"},
    "list_pipeline_engine_run_profiles": {"engine_id": "pipeline"},
    "list_run_profiles": {"environment_id": f"={PRODUCTION}"},
    "get_run_profile": {"id": "profile"},
    "find_run_profile": {"name": "=shared"},
    "get_cloud_jvm_rollback": {},
    "list_tasks": {},
    "find_task": {"name": "=always-fails"},
    "list_plans": {},
    "find_plan": {"name": "=nightly"},
    "list_task_executions": {},
    "get_task_execution": {"id": "task"},
    "list_plan_executions": {"plan_id": f"={PLAN}"},
    "get_plan_execution": {"id": "plan"},
    "list_plan_steps": {"execution_id": "plan"},
    "get_plan_step": {"execution_id": "plan", "step_id": "step"},
    "get_plan_error_handler": {"execution_id": "plan", "step_id": "step"},
    "get_promotion_execution": {"id": "promotion"},
}
"""The arguments of each look-up: a literal after `=`, or else the key of an id in `known`."""

FUNCTIONS = [name for name in lookups.__all__ if inspect.isfunction(getattr(lookups, name))]
DIRECT = [name for name in FUNCTIONS if not name.endswith("_output")]


def ask(name: str, known: dict[str, str]) -> Any:
    """Call a look-up with its arguments in `LOOKS`."""
    arguments = {key: given[1:] if given[0] == "=" else known[given] for key, given in LOOKS[name].items()}
    return getattr(talend, name)(**arguments)


def test_every_look_up_is_tried_and_has_a_variant_for_outputs() -> None:
    assert sorted(LOOKS) == sorted(DIRECT)
    assert {f"{name}_output" for name in DIRECT} == set(FUNCTIONS) - set(DIRECT)


@pytest.mark.parametrize("name", DIRECT)
def test_the_docstring_of_a_look_up_lists_operations_and_errors(name: str) -> None:
    docstring = inspect.getdoc(getattr(talend, name)) or ""
    assert "Operation" in docstring
    assert "Raises:" in docstring


def test_each_look_up_returns_existing_objects_and_writes_nothing(
    simulator: Simulator, known: dict[str, str]
) -> None:
    simulator.clear_journal()
    for name in DIRECT:
        found = ask(name, known)
        if name.startswith("list_") and name != "list_pipeline_engine_run_profiles":
            assert found, name
        if name.startswith("find_"):
            assert found.name == LOOKS[name]["name"].removeprefix("="), name
        wanted = known.get(LOOKS[name].get("id", ""))
        if wanted is not None:
            assert wanted in {getattr(found, "id", None), getattr(found, "execution_id", None)}, name
    written = [one for one in simulator.journal() if one["method"] != "GET"]
    assert {one["path"] for one in written} == {"/processing/run-profiles/search"}


def test_an_engine_is_shown_without_its_key(known: dict[str, str]) -> None:
    assert talend.get_remote_engine(id=known["engine"]).pre_authorized_key is None
    assert all(one.pre_authorized_key is None for one in talend.list_pipeline_engines())


@pytest.mark.parametrize(
    ("look", "name"),
    [("find_remote_engine", "etl"), ("find_engine_cluster", "pool"), ("find_pipeline_engine", "flow")],
)
def test_an_object_of_another_environment_is_not_found(known: dict[str, str], look: str, name: str) -> None:
    assert getattr(talend, look)(name=name, environment="production").name == name
    with pytest.raises(pulumi.RunError, match=f"named '{name}' in environment 'development'"):
        getattr(talend, look)(name=name, environment="development")


@pytest.mark.parametrize(
    ("look", "name"),
    [("find_remote_engine", "etl"), ("find_workspace", "Finance"), ("find_task", "load-customers")],
)
def test_an_environment_is_given_by_its_id_and_not_as_an_object(
    known: dict[str, str], look: str, name: str
) -> None:
    production = talend.find_environment(name="production")
    with pytest.raises(pulumi.RunError, match="environment must be a name or an id: give the id"):
        getattr(talend, look)(name=name, environment=production)


@pytest.fixture
def in_both(simulator: Simulator) -> Simulator:
    """An account with a task and a plan of one name in each environment."""
    account = simulator.state()
    for kind in ("tasks", "plans"):
        first = account[kind][0]
        account[kind].append(
            {**first, "id": f"{first['id'][:-2]}99", "workspaceId": "5f0000000000000000000004"}
        )
    simulator.load(account)
    return simulator


@pytest.mark.parametrize(
    ("look", "name"),
    [("find_task", "load-customers"), ("find_plan", "nightly"), ("find_workspace", "Finance")],
)
def test_an_environment_selects_one_of_two_objects_with_the_same_name(
    in_both: Simulator, look: str, name: str
) -> None:
    with pytest.raises(pulumi.RunError) as caught:
        getattr(talend, look)(name=name)
    assert str(caught.value).startswith(f"More than one {look[5:]} named '{name}'. There are: ")
    assert "environment 'development')" in str(caught.value)
    assert "environment 'production')" in str(caught.value)
    by_name, by_id, other = (
        getattr(talend, look)(name=name, environment=one) for one in ("production", PRODUCTION, "development")
    )
    assert by_name == by_id != other


def test_a_location_is_found_by_its_id(simulator: Simulator) -> None:
    finance = "5f0000000000000000000004"
    assert talend.get_environment(id=PRODUCTION).name == "production"
    workspace = talend.get_workspace(id=finance)
    assert (workspace.id, workspace.environment and workspace.environment.id) == (finance, PRODUCTION)
    with pytest.raises(pulumi.RunError, match=f"No environment with the id {finance}"):
        talend.get_environment(id=finance)
    with pytest.raises(pulumi.RunError, match=f"No workspace with the id {PRODUCTION}"):
        talend.get_workspace(id=PRODUCTION)


@pytest.mark.parametrize("environment", ["production", PRODUCTION])
def test_workspaces_are_listed_by_environment(simulator: Simulator, environment: str) -> None:
    there = talend.list_workspaces(environment=environment)
    assert [one.id for one in there] == ["5f0000000000000000000003", "5f0000000000000000000004"]
    assert len(talend.list_workspaces()) == 4


def test_a_task_is_found_without_a_list_of_all(simulator: Simulator) -> None:
    assert talend.find_task(name="load-orders").executable == "5a0000000000000000000002"
    (asked,) = simulator.journal()
    assert asked["query"]["name"] == "load-orders"


NARROWED: dict[str, list[dict[str, Any]]] = {
    "find_task": [{"name": "always-fails", "environment": "development"}],
    "find_plan": [{"name": "nightly", "environment": "development"}],
    "list_task_executions": [{"task_id": TASK}, {"tags": ["nightly"]}],
    "list_plan_executions": [{}],
}
"""Further arguments of look-ups that call other operations with them."""


@pytest.mark.parametrize("name", DIRECT)
def test_a_look_up_calls_the_operations_that_it_documents(
    simulator: Simulator, known: dict[str, str], name: str
) -> None:
    simulator.clear_journal()
    ask(name, known)
    for arguments in NARROWED.get(name, []):
        getattr(talend, name)(**arguments)
    found = [operation_at(one["method"], one["path"]) for one in simulator.journal()]
    called = {(one.method, one.path) for one in found if one is not None}
    assert called == named_in(getattr(talend, name))


def test_an_object_without_a_name_is_listed_but_never_matches(simulator: Simulator) -> None:
    """The API's reference does not require that an environment has a name."""
    body = [{"id": "e-1"}, {"id": "e-2", "name": "test"}]
    simulator.fault("GET", "/orchestration/environments", kind="wrong-schema", body=body, count=None)
    assert talend.find_environment(name="test").id == "e-2"
    assert [one.name for one in talend.list_environments()] == [None, "test"]
    with pytest.raises(pulumi.RunError, match=r"There are: 'test' \(e-2\), one without a name \(e-1\)"):
        talend.find_environment(name="tests")
