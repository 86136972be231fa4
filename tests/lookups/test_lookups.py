"""Look-ups return the matching objects, or an error that lists the existing ones."""

from __future__ import annotations

import inspect
from typing import Any

import pulumi
import pytest

import talend_processing as talend
from contract.document import operation_at
from talend_processing import lookups
from talend_processing.client.api.plans import PlanRequest
from talend_processing.client.api.promotions import PromotionRequest
from talend_processing.client.api.tasks import TaskRequest
from talend_processing.provider.declare.program import program_client
from talend_processing.simulator import Simulator
from tools.docs.operations_map import named_in

pytestmark = pytest.mark.assumes(
    runtime_id_is="id",
    runtime_list_delay=0,
    list_order="created",
    pipeline_list_kinds="all",
    cloud_jvm_rollback="present",
)

PLAN, TASK = "9f0b1c5e-0000-4000-8000-000000000002", "5a0000000000000000000004"
PROMOTION = "5b0000000000000000000001"
PRODUCTION = "5e0000000000000000000002"
HEAP: dict[str, Any] = {"name": "heap", "type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"]}


@pytest.fixture
def known(simulator: Simulator) -> dict[str, str]:
    """An account with one of everything, and the ids in it."""
    client = program_client()
    place = {"environmentId": PRODUCTION, "workspaceId": "5f0000000000000000000004"}
    engine = client.remote_engines.create(body={"name": "etl", **place}).id
    cluster = client.clusters.create(
        body={"name": "pool", **place, "description": "", "remoteEngines": []}
    ).id
    pipeline = client.pipeline_engines.create(body={"name": "flow", **place}).id
    profile = client.remote_engine_run_profiles.create(engine, body={**HEAP, "runtimeId": engine}).id
    shared = client.cluster_run_profiles.create(
        cluster, body={**HEAP, "name": "shared", "runtimeId": cluster}
    ).id
    simulator.switch("execution_seconds", 0)
    simulator.switch("dispatch_seconds", 0)
    task = client.task_executions.start(TaskRequest(executable=TASK)).execution_id
    plan = client.plan_executions.start(PlanRequest(executable=PLAN)).execution_id
    simulator.advance(60)
    started = client.promotions.start(PromotionRequest(executable=PROMOTION))
    assert started is not None
    assert started.execution_id is not None
    steps = client.plan_executions.steps(plan)
    failed = next(one.execution_id for one in steps if one.execution_status == "EXECUTION_FAILED")
    return {
        "engine": engine,
        "cluster": cluster,
        "pipeline": pipeline,
        "profile": profile,
        "shared": shared,
        "task": task,
        "plan": plan,
        "step": str(failed),
        "promotion": started.execution_id,
    }


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
FUNCTIONS = [name for name in lookups.__all__ if inspect.isfunction(getattr(lookups, name))]
DIRECT = [name for name in FUNCTIONS if not name.endswith("_output")]


def ask(name: str, known: dict[str, str]) -> Any:
    arguments = {key: given[1:] if given[0] == "=" else known[given] for key, given in LOOKS[name].items()}
    return getattr(talend, name)(**arguments)


def test_every_look_up_is_tried_and_has_a_variant_for_outputs() -> None:
    assert sorted(LOOKS) == sorted(DIRECT)
    assert {f"{name}_output" for name in DIRECT} == set(FUNCTIONS) - set(DIRECT)


@pytest.mark.parametrize("name", DIRECT)
def test_a_look_up_says_what_it_reads_and_what_it_raises(name: str) -> None:
    told = inspect.getdoc(getattr(talend, name)) or ""
    assert "Operation" in told
    assert "Raises:" in told


def test_each_returns_what_there_is_and_writes_nothing(simulator: Simulator, known: dict[str, str]) -> None:
    simulator.clear_journal()
    for name in DIRECT:
        found = ask(name, known)
        if name.startswith("list_") and name != "list_pipeline_engine_run_profiles":
            assert found, name
        wanted = known.get(LOOKS[name].get("id", ""))
        if wanted is not None:
            assert wanted in {getattr(found, "id", None), getattr(found, "execution_id", None)}, name
    written = [one for one in simulator.journal() if one["method"] != "GET"]
    assert {one["path"] for one in written} == {"/processing/run-profiles/search"}


def test_an_engine_is_shown_without_its_key(known: dict[str, str]) -> None:
    assert talend.get_remote_engine(id=known["engine"]).pre_authorized_key is None
    assert all(one.pre_authorized_key is None for one in talend.list_pipeline_engines())


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


@pytest.mark.parametrize("name", sorted(FINDS))
def test_the_error_names_the_search_and_the_existing_objects(known: dict[str, str], name: str) -> None:
    narrowed, searched, there = FINDS[name]
    assert set(FINDS) == {one for one in DIRECT if one.startswith("find_")}
    with pytest.raises(pulumi.RunError) as caught:
        getattr(talend, name)(name="x", **narrowed)
    assert str(caught.value).startswith(f"No {searched}. There are: ")
    assert there in str(caught.value)


@pytest.mark.parametrize(
    ("look", "name"),
    [("find_remote_engine", "etl"), ("find_engine_cluster", "pool"), ("find_pipeline_engine", "flow")],
)
def test_one_of_another_environment_is_not_found(known: dict[str, str], look: str, name: str) -> None:
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
def test_a_name_in_two_environments_is_narrowed_by_one(in_both: Simulator, look: str, name: str) -> None:
    with pytest.raises(pulumi.RunError) as caught:
        getattr(talend, look)(name=name)
    assert str(caught.value).startswith(f"More than one {look[5:]} named '{name}'. There are: ")
    assert "environment 'development')" in str(caught.value)
    assert "environment 'production')" in str(caught.value)
    by_name, by_id, other = (
        getattr(talend, look)(name=name, environment=one) for one in ("production", PRODUCTION, "development")
    )
    assert by_name == by_id != other


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
def test_workspaces_are_those_of_an_environment(simulator: Simulator, environment: str) -> None:
    there = talend.list_workspaces(environment=environment)
    assert [one.id for one in there] == ["5f0000000000000000000003", "5f0000000000000000000004"]
    assert len(talend.list_workspaces()) == 4


def test_the_error_says_that_a_place_is_empty(known: dict[str, str]) -> None:
    empty = "5f0000000000000000000003"
    with pytest.raises(pulumi.RunError) as caught:
        talend.find_plan(name="x", workspace_id=empty)
    assert str(caught.value) == f"No plan named 'x' in workspace '{empty}'. These credentials see none"


def test_the_error_lists_the_most_similar_names_first(simulator: Simulator) -> None:
    place = {"environmentId": PRODUCTION}
    for number in range(40):
        program_client().remote_engines.create(body={"name": f"engine-{number}", **place})
    program_client().remote_engines.create(body={"name": "Nightly", **place})
    with pytest.raises(pulumi.RunError) as caught:
        talend.find_remote_engine(name="nigthly")
    assert str(caught.value).startswith("No Remote Engine named 'nigthly'. There are: 'Nightly' (")
    assert str(caught.value).endswith(" and 29 more")


def test_a_task_is_found_without_a_list_of_all(simulator: Simulator) -> None:
    assert talend.find_task(name="load-orders").executable == "5a0000000000000000000002"
    (asked,) = simulator.journal()
    assert asked["query"]["name"] == "load-orders"


def twice(known: dict[str, str], name: str) -> str:
    """Make another object of the name that one has, where the API lets it; that name."""
    client, place = program_client(), {"environmentId": PRODUCTION, "workspaceId": "5f0000000000000000000004"}
    if name == "find_remote_engine":
        return client.remote_engines.create(body={"name": "etl", **place}).name
    if name == "find_engine_cluster":
        body = {"name": "pool", **place, "description": "", "remoteEngines": []}
        return client.clusters.create(body=body).name
    if name == "find_pipeline_engine":
        return client.pipeline_engines.create(body={"name": "flow", **place}).name
    client.cluster_run_profiles.create(known["cluster"], body={**HEAP, "runtimeId": known["cluster"]})
    return HEAP["name"]


@pytest.mark.assumes(duplicate_engine_names="allow", duplicate_cluster_names="allow")
@pytest.mark.parametrize(
    "name", ["find_remote_engine", "find_engine_cluster", "find_pipeline_engine", "find_run_profile"]
)
def test_the_error_lists_several_matches_with_their_ids(known: dict[str, str], name: str) -> None:
    shared = twice(known, name)
    with pytest.raises(pulumi.RunError) as caught:
        getattr(talend, name)(name=shared)
    assert f"named '{shared}'. There are: '{shared}' (" in str(caught.value)
    assert str(caught.value).startswith("More than one ")
    assert str(caught.value).count(f"'{shared}' (") == 2


# Each of these looks once more with other arguments, to reach the operations that those need.
NARROWED: dict[str, list[dict[str, Any]]] = {
    "find_task": [{"name": "always-fails", "environment": "development"}],
    "find_plan": [{"name": "nightly", "environment": "development"}],
    "list_task_executions": [{"task_id": TASK}, {"tags": ["nightly"]}],
    "list_plan_executions": [{}],
}


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


def test_an_empty_id_is_refused_and_does_not_mean_all(simulator: Simulator) -> None:
    with pytest.raises(pulumi.RunError, match="Listing executions of task '': '' is not a valid taskId"):
        talend.list_task_executions(task_id="")
    with pytest.raises(pulumi.RunError, match="Listing executions of plan '': '' is not a valid planId"):
        talend.list_plan_executions(plan_id="")
    assert simulator.journal() == []


def test_tags_are_not_the_letters_of_one(simulator: Simulator) -> None:
    with pytest.raises(pulumi.RunError, match=r"tags is a string\. Give a list: \['nightly'\]"):
        talend.list_task_executions(tags="nightly")
    assert simulator.journal() == []


def test_an_object_without_a_name_is_listed_but_never_matches(simulator: Simulator) -> None:
    """The reference requires no name of an environment."""
    body = [{"id": "e-1"}, {"id": "e-2", "name": "test"}]
    simulator.fault("GET", "/orchestration/environments", kind="wrong-schema", body=body, count=None)
    assert talend.find_environment(name="test").id == "e-2"
    assert [one.name for one in talend.list_environments()] == [None, "test"]
    with pytest.raises(pulumi.RunError, match=r"There are: 'test' \(e-2\), one without a name \(e-1\)"):
        talend.find_environment(name="tests")


def test_the_executions_of_one_task_are_not_narrowed_by_what_the_api_does_not_take() -> None:
    with pytest.raises(pulumi.RunError, match="leave these out, or task_id"):
        talend.list_task_executions(task_id=TASK, tags=["nightly"])
