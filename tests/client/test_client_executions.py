from __future__ import annotations

import json

import httpx
import pytest
from fake_api import Api, Time

from talend_processing.client.api.client import TalendClient
from talend_processing.client.api.plans import PlanRequest
from talend_processing.client.api.promotions import AdvancedPromotionSpec, PromotionRequest
from talend_processing.client.api.tasks import TaskRequest
from talend_processing.client.errors import ServerError, TalendError, ValidationError

DAY = 86_400_000


def page(*names: str, total: int | None = None) -> httpx.Response:
    return httpx.Response(
        200,
        json={
            "items": [{"executionId": name, "status": "a new status"} for name in names],
            "limit": 100,
            "offset": 0,
            "total": len(names) if total is None else total,
        },
    )


def test_a_task_is_started_with_the_members_that_are_set(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(201, json={"executionId": "x1"}))
    request = TaskRequest(executable="t1", parameters={"Keep_me": "as is"}, log_level="WARN", timeout=5)
    assert client.task_executions.start(request).execution_id == "x1"
    assert api.requests[0].url.path == "/processing/executions"
    assert api.body == {
        "executable": "t1",
        "parameters": {"Keep_me": "as is"},
        "logLevel": "WARN",
        "timeout": 5,
    }


@pytest.mark.wrong_requests
def test_an_unknown_member_of_a_request_is_sent(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(201, json={"executionId": "x1"}))
    client.task_executions.start(TaskRequest.model_validate({"executable": "t1", "newField": 1}))
    assert api.body == {"executable": "t1", "newField": 1}


def test_the_repr_of_a_request_hides_the_parameters() -> None:
    assert "p4ssw0rd" not in repr(TaskRequest(executable="t1", parameters={"password": "p4ssw0rd"}))


def test_a_task_is_not_started_twice(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(503))
    with pytest.raises(ServerError) as caught:
        client.task_executions.start(TaskRequest(executable="t1"))
    assert caught.value.outcome == "unknown"
    assert len(api.requests) == 1


def test_a_paused_task_says_what_to_do(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(405))
    with pytest.raises(ValidationError, match=r'^Starting task "t1": the API answered 405.*resume it'):
        client.task_executions.start(TaskRequest(executable="t1"))


@pytest.mark.parametrize(("status", "stopped"), [(204, True), (200, False)])
def test_terminating_returns_whether_the_execution_was_running(
    client: TalendClient, api: Api, status: int, *, stopped: bool
) -> None:
    api.will(httpx.Response(status, text="Execution already finished" if status == 200 else ""))
    assert client.task_executions.terminate("x1") is stopped
    assert api.requests[0].headers["accept"] == "*/*"
    assert (api.requests[0].method, api.requests[0].url.path) == ("DELETE", "/processing/executions/x1")


def test_executions_keep_statuses_and_fields_of_later_versions(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(200, json={"executionId": "x1", "executionStatus": "NEW", "apiVersion": "v9"}))
    found = client.task_executions.get("x1")
    assert found.execution_status == "NEW"
    assert found.wire() == {"executionId": "x1", "executionStatus": "NEW", "apiVersion": "v9"}


def test_history_is_requested_by_period_and_filters(client: TalendClient, api: Api, time: Time) -> None:
    api.will(page("x1", "x2"))
    found = list(client.task_executions.list(status="executing", environment_id="v1", workspace_id="w1"))
    assert [one.execution_id for one in found] == ["x1", "x2"]
    assert found[0].status == "a new status"
    (request,) = api.requests
    end = int(1_700_000_000 + time.now) * 1000
    assert dict(request.url.params) == {
        "status": "executing",
        "environmentId": "v1",
        "workspaceId": "w1",
        "from": str(end - 7 * DAY),
        "to": str(end),
        "limit": "100",
        "offset": "0",
    }


def test_a_search_sends_its_filters_in_the_body_and_is_retried(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(503), page("x1"))
    (found,) = client.task_executions.search(tags=["critical"], last_days=1)
    assert found.execution_id == "x1"
    body = json.loads(api.requests[1].content)
    assert body["tags"] == ["critical"]
    assert body["to"] - body["from"] == DAY
    assert (body["limit"], body["offset"]) == (100, 0)


def test_a_list_sends_nothing_before_it_is_read(client: TalendClient, api: Api) -> None:
    client.task_executions.list(last_days=60)
    assert api.requests == []


def test_executions_of_one_task_or_plan_have_its_id_in_the_path(client: TalendClient, api: Api) -> None:
    api.will(page("x1"))
    assert [x.execution_id for x in client.task_executions.list_by_task("t1")] == ["x1"]
    assert [x.execution_id for x in client.plan_executions.list_by_plan("p1")] == ["x1"]
    assert [x.execution_id for x in client.plan_executions.list()] == ["x1"]
    assert [request.url.path for request in api.requests] == [
        "/processing/executables/tasks/t1/executions",
        "/processing/executables/plans/p1/executions",
        "/processing/executables/plans/executions",
    ]


def test_a_plan_is_resumed_at_a_step(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(201, json={"executionId": "x2"}))
    request = PlanRequest(
        executable="p1", execution_plan_id="x1", step_id="s1", rerun_only_failed_tasks=False
    )
    assert client.plan_executions.start(request).execution_id == "x2"
    assert api.body == {
        "executable": "p1",
        "executionPlanId": "x1",
        "stepId": "s1",
        "rerunOnlyFailedTasks": False,
    }


def test_steps_are_read_under_their_execution(client: TalendClient, api: Api) -> None:
    api.will(
        httpx.Response(200, json=[{"id": "d1", "executionId": "s1"}]),
        httpx.Response(200, json={"executionId": "s1", "doneTaskExecutableDetails": [{"executionId": "x9"}]}),
    )
    (step,) = client.plan_executions.steps("x1")
    details = client.plan_executions.step("x1", step.execution_id or "")
    assert details.done_task_executable_details
    assert details.done_task_executable_details[0].execution_id == "x9"
    client.plan_executions.error_handler("x1", "s1")
    assert [request.url.path for request in api.requests] == [
        "/processing/executions/plans/x1/steps",
        "/processing/executions/plans/x1/steps/s1",
        "/processing/executions/plans/x1/steps/s1/error-handler",
    ]


def test_a_promotion_that_ended_at_once_has_its_report(client: TalendClient, api: Api) -> None:
    api.will(
        httpx.Response(
            201, json={"executionId": "x1", "executionReport": {"executionId": "x1", "status": "PROMOTED"}}
        )
    )
    advanced = AdvancedPromotionSpec(artifact_id="t1", artifact_type="FLOW")
    started = client.promotions.start(PromotionRequest(executable="r1", advanced=advanced, context="#7"))
    assert started
    assert started.execution_report
    assert started.execution_report.status == "PROMOTED"
    assert api.body == {
        "executable": "r1",
        "advanced": {"artifactId": "t1", "artifactType": "FLOW"},
        "context": "#7",
    }


def test_a_promotion_that_is_still_running_may_have_no_body(client: TalendClient, api: Api) -> None:
    api.will(httpx.Response(202))
    assert client.promotions.start(PromotionRequest(executable="r1")) is None


def start(client: TalendClient, request: TaskRequest | PlanRequest | PromotionRequest) -> None:
    if isinstance(request, TaskRequest):
        client.task_executions.start(request)
    elif isinstance(request, PlanRequest):
        client.plan_executions.start(request)
    else:
        client.promotions.start(request)


@pytest.mark.parametrize(
    ("request_", "fault"),
    [
        (TaskRequest(executable=""), "executable is empty"),
        (TaskRequest(executable="t1", timeout=0), "timeout is 0. Give 1 minute or more"),
        (PlanRequest(executable="p1", step_id="s1"), "step_id is given without execution_plan_id"),
        (PlanRequest(executable="p1", rerun_only_failed_tasks=True), "rerun_only_failed_tasks is given"),
        (PromotionRequest(executable="r1", context="x" * 256), "context has 256 characters"),
        (
            PromotionRequest(executable="r1", advanced=AdvancedPromotionSpec(artifact_id="a")),
            "`advanced` needs",
        ),
    ],
)
def test_a_request_that_the_api_would_refuse_is_not_sent(
    client: TalendClient, api: Api, request_: TaskRequest | PlanRequest | PromotionRequest, fault: str
) -> None:
    with pytest.raises(TalendError) as caught:
        start(client, request_)
    assert fault in str(caught.value)
    assert caught.value.outcome == "not_sent"
    assert api.requests == []


def test_tasks_and_plans_are_listed_in_pages(client: TalendClient, api: Api) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        items = [
            {"executable": f"t{number}", "name": "load"} for number in range(offset, min(offset + 100, 150))
        ]
        return httpx.Response(200, json={"items": items, "limit": 100, "offset": offset, "total": 150})

    api.will(answer)
    assert len(list(client.tasks.list(name="load", workspace_id="w1"))) == 150
    assert [request.url.params["offset"] for request in api.requests] == ["0", "100"]
    assert len(list(client.plans.list(environment_id="v1"))) == 150
    assert api.requests[-1].url.path == "/processing/executables/plans"
    assert api.requests[-1].url.params["environmentId"] == "v1"


def test_run_profiles_are_searched_in_pages(client: TalendClient, api: Api) -> None:
    api.will(
        httpx.Response(200, json={"items": [{"id": "p1"}, {"id": "p2"}], "total": 3}),
        httpx.Response(200, json={"items": [{"id": "p2"}, {"id": "p3"}], "total": 4}),
    )
    found = client.run_profiles.search(processor_ids=["e1"])
    assert [profile.id for profile in found] == ["p1", "p2", "p3"]
    assert api.body == {"processorIds": ["e1"], "limit": 100, "offset": 2}


def test_a_search_with_an_empty_list_of_engines_finds_nothing(client: TalendClient, api: Api) -> None:
    assert list(client.run_profiles.search(processor_ids=[])) == []
    assert api.requests == []
