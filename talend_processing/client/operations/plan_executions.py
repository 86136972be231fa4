"""Operations on executions of plans."""

from __future__ import annotations

from talend_processing.client.models.executions import (
    ExecutionIdentifier,
    PlanExecution,
    StepExecution,
    StepExecutionDetails,
)
from talend_processing.client.models.model import Page
from talend_processing.client.operation import Operation

LIST = Operation(
    id="plan_executions.list",
    method="GET",
    path="/processing/executables/plans/executions",
    doing="Listing plan executions",
    answer=Page[PlanExecution],
    query=("from", "to", "status", "lastDays", "environmentId", "workspaceId", "limit", "offset"),
    permission="TMC_OPERATOR",
)
LIST_BY_PLAN = Operation(
    id="plan_executions.list_by_plan",
    method="GET",
    path="/processing/executables/plans/{planId}/executions",
    doing="Listing executions of plan {planId}",
    answer=Page[PlanExecution],
    query=("from", "to", "status", "lastDays", "limit", "offset"),
    permission="TMC_OPERATOR",
)
START = Operation(
    id="plan_executions.start",
    method="POST",
    path="/processing/executions/plans",
    doing="Starting plan{name}",
    answer=ExecutionIdentifier,
    success=(201,),
    permission="TMC_OPERATOR",
    hints={
        405: "The plan is paused: resume it in Talend Management Console, then try again",
        422: "Only a failed and recent execution can be resumed: start the plan anew",
        501: "Complete the plan's configuration in Talend Management Console, then try again",
    },
)
GET = Operation(
    id="plan_executions.get",
    method="GET",
    path="/processing/executions/plans/{id}",
    doing="Reading plan execution {id}",
    answer=PlanExecution,
    permission="TMC_OPERATOR",
)
LIST_STEPS = Operation(
    id="plan_executions.steps",
    method="GET",
    path="/processing/executions/plans/{planExecutionId}/steps",
    doing="Listing steps of plan execution {planExecutionId}",
    answer=list[StepExecution],
    permission="TMC_OPERATOR",
)
GET_STEP = Operation(
    id="plan_executions.step",
    method="GET",
    path="/processing/executions/plans/{planExecutionId}/steps/{stepExecutionId}",
    doing="Reading step {stepExecutionId} of plan execution {planExecutionId}",
    answer=StepExecutionDetails,
    permission="TMC_OPERATOR",
)
GET_ERROR_HANDLER = Operation(
    id="plan_executions.error_handler",
    method="GET",
    path="/processing/executions/plans/{planExecutionId}/steps/{stepExecutionId}/error-handler",
    doing="Reading the error handler of step {stepExecutionId} of plan execution {planExecutionId}",
    answer=StepExecutionDetails,
    permission="TMC_OPERATOR",
)

PLAN_EXECUTIONS = (
    LIST,
    LIST_BY_PLAN,
    START,
    GET,
    LIST_STEPS,
    GET_STEP,
    GET_ERROR_HANDLER,
)
