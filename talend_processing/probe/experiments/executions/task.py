"""How soon does a list show an execution, and what does terminating it return?

Calls: starts the task of `--task`, and lists its executions until the new one appears (at most one minute).
Terminates the execution, first with `Accept: application/json`. Starts the task again with a number as a
parameter, and if the API refuses that, with a text. Terminates this execution, too.
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
        "*": "After a lost response to a start, the provider looks for the execution in the list, the last"
        " time after `talend:listDelay` (20 s). If the observed time is longer, set `talend:listDelay` above"
        " it.",
    },
    tolerance=1.0,
)
_TERMINATE: Final = Rule(
    "terminate_json_accept",
    "Does terminating with `Accept: application/json` return 406?",
    "refuse",
    {"*": "None: the client accepts any media type there."},
)
_PARAMETERS: Final = Rule(
    "task_parameters",
    "Must the values of a task's parameters be text?",
    "text",
    {
        "text": "`TaskRun` sends `parameters` as they are declared. Declare every value as a string.",
        "any": "None.",
    },
)
_EXECUTIONS: Final = "/processing/executions"
_NOT_ACCEPTABLE: Final = 406


def run(lab: Lab) -> None:
    """Start the task, find its execution, and terminate it. Then start it with a parameter."""
    task = lab.place.task
    execution = _start(lab, {"executable": task})
    path = f"{_EXECUTIONS}/{quote(execution, safe='')}"
    try:
        with lab.asking(_DELAY):
            lab.observe(_DELAY.name, _seconds(lab, task, execution))
        with lab.asking(_TERMINATE):
            strict = lab.api.delete(path, accept="application/json")
            if strict.status == _NOT_ACCEPTABLE:
                lab.observe(_TERMINATE.name, "refuse")
            else:
                lab.need(strict)
                lab.observe(_TERMINATE.name, "allow")
    finally:
        lab.api.delete(path, repeat=True)
    with lab.asking(_PARAMETERS):
        reply = lab.api.post(_EXECUTIONS, {"executable": task, "parameters": {"talendProbe": 1}})
        if lab.accepted(reply):
            lab.api.delete(f"{_EXECUTIONS}/{quote(reply.get('executionId'), safe='')}", repeat=True)
            lab.observe(_PARAMETERS.name, "any")
            return
        # Send the same parameter as text. If that is refused too, the reason is the parameter's name.
        again = lab.api.post(_EXECUTIONS, {"executable": task, "parameters": {"talendProbe": "1"}})
        if not lab.accepted(again):
            raise NotObservedError("the task accepts no parameter with an unknown name")
        lab.api.delete(f"{_EXECUTIONS}/{quote(again.get('executionId'), safe='')}", repeat=True)
        lab.observe(_PARAMETERS.name, "text")


def _start(lab: Lab, body: dict[str, object]) -> str:
    execution = lab.need(lab.api.post(_EXECUTIONS, body)).get("executionId")
    if not execution:
        raise NotObservedError("the response to the start has no execution id")
    return execution


def _seconds(lab: Lab, task: str, execution: str) -> float:
    """Return the seconds until the list of the task's executions shows an execution."""
    path = f"/processing/executables/tasks/{quote(task, safe='')}/executions"
    watch = Stopwatch(lab.api)
    for pause in (0.0, *POLL_PAUSES):
        lab.api.wait(pause)
        waited = watch.seconds() if pause else 0
        listed = lab.need(lab.api.get(path, query={"lastDays": 1, "limit": 100})).records
        watch.require_undisturbed()
        if any(one.get("executionId") == execution for one in listed):
            return waited
    raise NotObservedError("no list shows the execution")


EXPERIMENT: Final = Experiment(
    rules=(_DELAY, _TERMINATE, _PARAMETERS),
    does="starts the task of --task twice, and terminates both executions",
    run=run,
    calls=7,
    permission=OPERATOR,
    needs=("--task",),
    changes=("2 executions of the task stay in its history",),
)
