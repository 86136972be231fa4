"""How soon does a list show an execution, and what does terminating it return?

Calls: a start of the task, the list of its executions until it contains the new one (at most about one
minute), and DELETEs that terminate the execution. Then a start with a number as a parameter. If the API
refuses that, a start with a string. The DELETE of this execution.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from talend_processing.probe.api import Stopwatch
from talend_processing.probe.experiment import OPERATOR, Experiment, NotObservedError, Rule
from talend_processing.probe.lab import POLL_PAUSES, Lab

_DELAY: Final = Rule(
    "execution_list_delay",
    "After how many seconds do lists show an execution that was started?",
    0,
    {
        "*": "If the response to a start is lost, the provider looks for the execution in the list, the last"
        " time after `talend:listDelay` (20 s). If the observed time is longer, increase `talend:listDelay`.",
    },
    tolerance=1.0,
)
_TERMINATE: Final = Rule(
    "terminate_json_accept",
    "Does terminating with `Accept: application/json` return 406?",
    "refuse",
    {"*": "None: the client terminates with `Accept: */*`."},
)
_PARAMETERS: Final = Rule(
    "task_parameters",
    "Must the value of a task parameter be a string?",
    "text",
    {
        "text": "Declare every value in the `parameters` of a `TaskRun` as a string.",
        "any": "None.",
    },
)
_EXECUTIONS: Final = "/processing/executions"
_NOT_ACCEPTABLE: Final = 406


def run(lab: Lab) -> None:
    """Start the task, list and terminate the execution. Then start the task with a parameter."""
    task = lab.target.task
    execution = _start(lab, {"executable": task})
    path = f"{_EXECUTIONS}/{quote(execution, safe='')}"
    try:
        with lab.observing(_DELAY):
            lab.observe(_DELAY.name, _measure_delay(lab, task, execution))
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
        reply = lab.api.post(_EXECUTIONS, {"executable": task, "parameters": {"talendProbe": 1}})
        if lab.accepted(reply):
            lab.api.delete(f"{_EXECUTIONS}/{quote(reply.get('executionId'), safe='')}", repeat=True)
            lab.observe(_PARAMETERS.name, "any")
            return
        # Send the value as a string. If the API refuses that, too, the reason is the name of the parameter.
        again = lab.api.post(_EXECUTIONS, {"executable": task, "parameters": {"talendProbe": "1"}})
        if not lab.accepted(again):
            raise NotObservedError("the task accepts no parameter with an unknown name")
        lab.api.delete(f"{_EXECUTIONS}/{quote(again.get('executionId'), safe='')}", repeat=True)
        lab.observe(_PARAMETERS.name, "text")


def _start(lab: Lab, body: dict[str, object]) -> str:
    execution = lab.require_success(lab.api.post(_EXECUTIONS, body)).get("executionId")
    if not execution:
        raise NotObservedError("the response to the start has no execution id")
    return execution


def _measure_delay(lab: Lab, task: str, execution: str) -> float:
    """Return the seconds until the list of the task's executions contains an execution."""
    path = f"/processing/executables/tasks/{quote(task, safe='')}/executions"
    watch = Stopwatch(lab.api)
    for pause in (0.0, *POLL_PAUSES):
        lab.api.wait(pause)
        waited = watch.seconds() if pause else 0
        listed = lab.require_success(lab.api.get(path, query={"lastDays": 1, "limit": 100})).records
        watch.require_no_429()
        if any(one.get("executionId") == execution for one in listed):
            return waited
    raise NotObservedError("the list does not show the execution within a minute")


EXPERIMENT: Final = Experiment(
    rules=(_DELAY, _TERMINATE, _PARAMETERS),
    summary="starts the task that --task names twice, and terminates both executions",
    run=run,
    calls=7,
    permission=OPERATOR,
    required_options=("--task",),
    lasting_changes=("2 executions of the task stay in its history",),
)
