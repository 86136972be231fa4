"""Can a plan be started at one of its steps without the id of an earlier execution?

Calls: the list of the plan's executions, the steps of the latest one, and a start of the plan with a `stepId`
and no `executionPlanId`. If the API accepts it, the plan runs to its end, because the API cannot terminate
plans.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from talend_processing.probe.experiment import OPERATOR, Experiment, NotObservedError, Rule
from talend_processing.probe.lab import Lab

_STEP_ALONE: Final = Rule(
    "plan_step_alone",
    "Can a plan be started with `stepId` but without `executionPlanId`?",
    "refuse",
    {"*": "No effect: `PlanRun` refuses `resume_step` without `resume_from`."},
)
_PLANS: Final = "/processing/executions/plans"


def run(lab: Lab) -> None:
    """Start the plan at a step of its latest execution."""
    path = f"/processing/executables/plans/{quote(lab.target.plan, safe='')}/executions"
    executions = lab.require_success(lab.api.get(path, query={"limit": 1})).records
    latest_id = executions[0].get("executionId") if executions else None
    if not isinstance(latest_id, str):
        raise NotObservedError("the plan has not been executed recently, so its steps are unknown")
    steps = lab.require_success(lab.api.get(f"{_PLANS}/{quote(latest_id, safe='')}/steps")).records
    step_id = steps[0].get("id") if steps else None
    if not isinstance(step_id, str):
        raise NotObservedError("the plan's latest execution has no step")
    reply = lab.api.post(_PLANS, {"executable": lab.target.plan, "stepId": step_id})
    lab.observe(_STEP_ALONE.name, "start" if lab.accepted(reply) else "refuse")


EXPERIMENT: Final = Experiment(
    rules=(_STEP_ALONE,),
    summary="starts the plan of --plan at one of its steps, without sending the id of an earlier execution",
    run=run,
    calls=3,
    permission=OPERATOR,
    required_options=("--plan",),
    lasting_changes=("1 execution of the plan, if the API accepts the start",),
)
