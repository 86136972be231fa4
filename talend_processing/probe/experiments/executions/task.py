"""How soon do lists show an execution, and which terminations and parameter values does the API refuse?

Calls: a start of the task, the list of its executions until it contains the new one (at most about one
minute), and DELETEs that terminate the execution. Then a start with a number as the value of a parameter and,
if the API refuses the number, a start with a string. Then the DELETE of this execution.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from talend_processing.probe.api import Stopwatch
from talend_processing.probe.experiment import OPERATOR, Experiment, NotObservedError, Rule
from talend_processing.probe.lab import POLL_PAUSES, Lab

_DELAY: Final = Rule(
    "execution_list_delay",
    "How many seconds after its start do lists show an execution?",
    0,
    {
        "*": "If the response to a start is lost, the provider looks for the execution in the list, for the"
        " last time after `talend:listDelay` (20 s). If the observed time is longer, increase"
        " `talend:listDelay`.",
    },
    tolerance=1.0,
)
_TERMINATE: Final = Rule(
    "terminate_json_accept",
    "Does terminating an execution with `Accept: application/json` return 406?",
    "refuse",
    {"*": "No effect: the client terminates with `Accept: */*`."},
)
_PARAMETERS: Final = Rule(
    "task_parameters",
    "Must the value of a task parameter be a string?",
    "text",
    {
        "text": "Declare every value in the `parameters` of a `TaskRun` as a string.",
        "any": "No effect.",
    },
)
_EXECUTIONS: Final = "/processing/executions"
_NOT_ACCEPTABLE: Final = 406


def run(lab: Lab) -> None:
    """Start the task, list and terminate the execution. Then start the task with a parameter."""
    task_id = lab.target.task
    execution_id = _start(lab, {"executable": task_id})
    path = f"{_EXECUTIONS}/{quote(execution_id, safe='')}"
    try:
        with lab.observing(_DELAY):
            lab.observe(_DELAY.name, _measure_delay(lab, task_id, execution_id))
        with lab.observing(_TERMINATE):
            reply = lab.api.delete(path, accept="application/json")
            if reply.status == _NOT_ACCEPTABLE:
                lab.observe(_TERMINATE.name, "refuse")
            else:
                lab.require_success(reply)
                lab.observe(_TERMINATE.name, "allow")
    finally:
        lab.api.delete(path, repeat=True)
    with lab.observing(_PARAMETERS):
        reply = lab.api.post(_EXECUTIONS, {"executable": task_id, "parameters": {"talendProbe": 1}})
        if lab.accepted(reply):
            lab.api.delete(f"{_EXECUTIONS}/{quote(reply.get('executionId'), safe='')}", repeat=True)
            lab.observe(_PARAMETERS.name, "any")
            return
        # Send the value as a string. If the API refuses that, too, the reason is the name of the parameter.
        second_reply = lab.api.post(_EXECUTIONS, {"executable": task_id, "parameters": {"talendProbe": "1"}})
        if not lab.accepted(second_reply):
            raise NotObservedError("the task accepts no parameter with an unknown name")
        lab.api.delete(f"{_EXECUTIONS}/{quote(second_reply.get('executionId'), safe='')}", repeat=True)
        lab.observe(_PARAMETERS.name, "text")


def _start(lab: Lab, body: dict[str, object]) -> str:
    execution_id = lab.require_success(lab.api.post(_EXECUTIONS, body)).get("executionId")
    if not execution_id:
        raise NotObservedError("the response to the start has no execution id")
    return execution_id


def _measure_delay(lab: Lab, task_id: str, execution_id: str) -> float:
    """Return the seconds until the list of the task's executions contains the execution."""
    path = f"/processing/executables/tasks/{quote(task_id, safe='')}/executions"
    watch = Stopwatch(lab.api)
    for pause in (0.0, *POLL_PAUSES):
        lab.api.wait(pause)
        waited = watch.seconds() if pause else 0
        listed = lab.require_success(lab.api.get(path, query={"lastDays": 1, "limit": 100})).records
        watch.require_no_429()
        if any(execution.get("executionId") == execution_id for execution in listed):
            return waited
    raise NotObservedError("the list does not show the execution within a minute")


EXPERIMENT: Final = Experiment(
    rules=(_DELAY, _TERMINATE, _PARAMETERS),
    summary="starts the task of --task two times, and terminates both executions",
    run=run,
    calls=7,
    permission=OPERATOR,
    required_options=("--task",),
    lasting_changes=("2 executions of the task stay in its history",),
)
