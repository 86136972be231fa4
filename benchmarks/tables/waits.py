"""Whether waits for runs delay other work, and the API calls of many waits together."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks import page
from benchmarks.contender import Contender, Setting, contender
from benchmarks.run import Run
from benchmarks.window import most_in_window, timestamps
from talend_processing.simulator import DEFAULT_SEED

NAME = "waits"
_LATENCY, _PARALLEL, _INTERVAL = 0.2, 64, 10
_GOAL = 1.2
_LONG = 3600.0
"""Duration of a run in seconds while creates run, unless the clock is moved. Longer than any `up`."""
_FIRST, _APART = 20.0, 0.37
"""Duration of the first of many runs, and the increase for each further one, so that no two end together."""
_ENGINES, _RUNS = "/processing/runtimes/remote-engines", "/processing/executions/plans"
_LISTS = "/processing/executables/plans/executions"
_SIDE = (
    "",
    "runs",
    "started before the second create",
    "to the last create, s",
    "ratio to creates alone",
    "ratio to runs that nobody waits for",
    "goal",
)
_TOGETHER = (
    "",
    "up, s",
    "list calls",
    "most list calls in an interval",
    "reads of one run",
    "completion seen after, intervals (median; latest)",
    "goal",
)


def measure(run: Run) -> None:
    """Measure creates during waits, then many waits together."""
    beside = _beside(run)
    run.publish(NAME, _conditions(run), beside)
    run.publish(NAME, _conditions(run), f"{beside}\n\n{_together(run)}")


def _conditions(run: Run) -> str:
    return (
        f"with checkpoints, which runs need; the limiter off. Creates: `--parallel {_PARALLEL}`,"
        f" {_LATENCY * 1000:.0f} ms of latency, the three measured in turn, best of {run.repeats}; the time"
        " is from the start of `pulumi up` to the last create in the simulator's journal, and the goal"
        " compares one program with `wait=False` and with `wait=True`. Plan runs: no latency; a completion"
        " is seen at the first read of the run, and the intervals count from the run's end in the simulator"
    )


@dataclass(frozen=True)
class Case:
    """The runs that wait while creates run."""

    shown: str
    runs: int
    wait: bool


@dataclass(frozen=True)
class Figure:
    """The time of the last create, and the number of runs that had started before the second."""

    seconds: float
    started: int


def _beside(run: Run) -> str:
    count, runs = (20, 4) if run.quick else (200, 20)
    cases = (
        Case(f"{count} creates", 0, wait=False),
        Case(f"{count} creates beside runs that nobody waits for", runs, wait=False),
        Case(f"{count} creates beside runs that are waited for", runs, wait=True),
    )
    best: dict[Case, Figure] = {}
    for turn in range(run.repeats):
        for case in cases[turn % 3 :] + cases[: turn % 3]:
            setting = Setting(
                count,
                _LATENCY,
                checkpoints=True,
                parallel=_PARALLEL,
                more=_config(case, _INTERVAL),
                seed=seed(case.runs, _LONG, 0),
            )
            with contender("beside", run.engine, setting) as who:
                figure = _last_create(who, count)
            run.say(f"waits {case.shown}: {figure.seconds:.1f} s, {figure.started} runs started")
            best[case] = min(figure, best.get(case, figure), key=lambda one: one.seconds)
    alone, unwaited = (best[case].seconds for case in cases[:2])
    return page.table(_SIDE, [_beside_row(case, best[case], alone, unwaited) for case in cases])


def _beside_row(case: Case, figure: Figure, alone: float, unwaited: float) -> tuple[str, ...]:
    met = "met" if figure.seconds <= _GOAL * unwaited else "missed"
    return (
        case.shown,
        f"{case.runs}",
        f"{figure.started}",
        page.seconds(figure.seconds),
        page.ratio(figure.seconds, alone),
        page.ratio(figure.seconds, unwaited) if case.wait else "",
        f"≤ {_GOAL}: {met}" if case.wait else "",
    )


def _last_create(who: Contender, count: int) -> Figure:
    """Apply the program. When everything is created, let the runs end, so that the `up` ends too."""
    simulator = who.simulator
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            if len(simulator.state()["remoteEngines"]) == count:
                simulator.advance(2 * _LONG)
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.time()
    try:
        who.stack.up()
    finally:
        done.set()
        watcher.join()
    journal = simulator.journal()
    creates = timestamps(_times(journal, "POST", _ENGINES))
    second, last = creates[1], creates[-1]
    starts = timestamps(_times(journal, "POST", _RUNS))
    return Figure(last - began, sum(start < second for start in starts))


def _together(run: Run) -> str:
    runs, interval = (5, 1) if run.quick else (50, 2)
    case = Case(f"{runs} plan runs, polled every {interval} s", runs, wait=True)
    more, account = _config(case, interval), seed(runs, _FIRST, _APART)
    setting = Setting(0, checkpoints=True, parallel=runs + 16, more=more, seed=account)
    with contender("beside", run.engine, setting) as who:
        took = who.stack.up()
        journal, state = who.simulator.journal(), who.simulator.state()
    ended = {str(one["id"]): one["finished"] / 1000 for one in state["planExecutions"]}
    lists = timestamps(_times(journal, "GET", _LISTS))
    reads = {key: timestamps(_times(journal, "GET", f"{_RUNS}/{key}", within=True)) for key in ended}
    seen = [(reads[key][0] - end) / interval for key, end in ended.items()]
    others = len(journal) - len(lists) - sum(map(len, reads.values())) - len(ended)
    most, looks = max(map(len, reads.values())), most_in_window(lists, interval)
    met = len(ended) == runs and looks <= 1 and most <= 2 and max(seen) <= 2 and others == 0
    run.say(f"waits {case.shown}: {len(lists)} lists, {most} reads at most, seen after {max(seen):.2f}")
    row = (
        case.shown,
        page.seconds(took),
        f"{len(lists)}",
        f"{looks}",
        f"{most}",
        f"{median(seen):.2f}; {max(seen):.2f}",
        f"1 list, 2 reads, 2 intervals: {'met' if met else 'missed'}",
    )
    return page.table(_TOGETHER, [row])


def _config(case: Case, interval: int) -> dict[str, str]:
    return {"runs": str(case.runs), "wait": str(case.wait).lower(), "interval": str(interval)}


def seed(runs: int, first: float, apart: float) -> dict[str, Any]:
    """Return the default account with a plan of one task for each run.

    The first run takes `first` seconds, and each further run `apart` seconds more than the one before.
    """
    workspace = DEFAULT_SEED["workspaces"][0]["id"]
    tasks, plans = [], []
    for number in range(runs):
        task = f"5a00000000000000000{number:05d}"
        seconds = first + number * apart
        tasks.append({"id": task, "name": f"task-{number}", "workspaceId": workspace, "seconds": seconds})
        plan, step = (f"9f0b1c5e-0000-4000-8000-{one:012d}" for one in (number, 500_000 + number))
        steps = [{"id": step, "tasks": [task]}]
        plans.append({"id": plan, "name": f"plan-{number}", "workspaceId": workspace, "steps": steps})
    return {**DEFAULT_SEED, "tasks": tasks, "plans": plans}


def _times(
    journal: Sequence[Mapping[str, Any]], method: str, path: str, *, within: bool = False
) -> list[str]:
    """Return the times of a call and of the calls below its path."""
    return [
        str(entry["time"])
        for entry in journal
        if entry["method"] == method
        and (entry["path"] == path or (within and entry["path"].startswith(f"{path}/")))
    ]
