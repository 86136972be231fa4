"""The calls and the time of a refresh of many engines."""

from __future__ import annotations

from benchmarks import machine, page
from benchmarks.contender import Setting, contender
from benchmarks.run import Run

NAME = "refresh"
_LATENCY = 0.05
_PARALLEL = 64
"""The second setting of `--parallel`. The profiles of an engine share a list, so a lower setting reads only a
few lists at the same time."""
_HEAD = ("", "resources", "API calls", "refresh, s")


def measure(run: Run) -> None:
    """Measure Remote Engines with both settings of `--parallel`, and Pipeline Engines."""
    engines, pipelines = (3, 2) if run.quick else (100, 50)
    shown = f"{engines} Remote Engines with 9 run profiles each"
    rows = [
        _row(run, name, f"{shown}, {name}{note}", engines * 10, parallel)
        for parallel, note in ((None, ""), (_PARALLEL, f", `--parallel {_PARALLEL}`"))
        for name in ("documented", "ours")
    ]
    conditions = (
        f"{_LATENCY * 1000:.0f} ms of latency, Pulumi's default `--parallel`"
        f" ({machine.default_parallel()}) unless a row names another, no checkpoints, the limiter off,"
        f" best of {run.repeats}"
    )
    run.publish(NAME, conditions, page.table(_HEAD, rows))
    pipeline = f"{pipelines} Pipeline Engines with 6 run profiles each, ours"
    rows.append(_row(run, "pipelines", pipeline, pipelines * 7))
    run.publish(NAME, conditions, page.table(_HEAD, rows))


def _row(run: Run, name: str, shown: str, count: int, parallel: int | None = None) -> tuple[str, ...]:
    with contender(name, run.engine, Setting(count, _LATENCY, parallel=parallel)) as who:
        who.stack.up()
        taken = []
        for _ in range(run.repeats):
            who.calls()
            taken.append(who.stack.refresh())
        calls = who.calls()
    run.say(f"refresh {shown}: {min(taken):.1f} s, {calls} calls")
    return shown, f"{count:,}", f"{calls:,}", page.seconds(min(taken))
