"""Creates against a slow API, and the rate that the limiter enforces."""

from __future__ import annotations

from benchmarks import page
from benchmarks.contender import Contender, Setting, contender
from benchmarks.run import Run
from benchmarks.window import most_in_window, rate, timestamps

NAME = "creates"
_LATENCY, _PARALLEL, _LIMIT = 0.2, 64, 1800
_HEAD = (
    "",
    "resources",
    "up, s",
    "creates per second of `up`",
    "first to last create, s",
    "creates per second between these",
    "API calls",
    "most calls in 60 s",
)


def measure(run: Run) -> None:
    """Measure two providers without the limiter, and ours with it."""
    small, large = (20, 50) if run.quick else (200, 2000)
    rows = [
        _row(run, "documented", "documented", Setting(small, _LATENCY, parallel=_PARALLEL)),
        _row(run, "ours", "ours, limiter off", Setting(small, _LATENCY, parallel=_PARALLEL)),
    ]
    run.publish(NAME, _CONDITIONS, page.table(_HEAD, rows))
    limited = Setting(large, _LATENCY, parallel=_PARALLEL, per_minute=_LIMIT)
    rows.append(_row(run, "ours", f"ours, limiter at {_LIMIT:,} a minute, preview and up", limited))
    run.publish(NAME, _CONDITIONS, page.table(_HEAD, rows))


_CONDITIONS = (
    f"{_LATENCY * 1000:.0f} ms of latency, `--parallel {_PARALLEL}`, no checkpoints;"
    " the times of calls are those of the simulator's journal"
)


def _row(run: Run, name: str, shown: str, setting: Setting) -> tuple[str, ...]:
    with contender(name, run.engine, setting) as who:
        took = _up(who, preview=setting.per_minute == _LIMIT)
        journal = who.simulator.journal()
    calls = timestamps(entry["time"] for entry in journal)
    creates = timestamps(entry["time"] for entry in journal if entry["method"] == "POST")
    run.say(f"creates {shown}: {took:.1f} s")
    return (
        shown,
        f"{setting.count:,}",
        page.seconds(took),
        f"{len(creates) / took:.0f}",
        page.seconds(creates[-1] - creates[0]),
        f"{rate(creates) / 60:.0f}",
        f"{len(calls):,}",
        f"{most_in_window(calls):,}",
    )


def _up(who: Contender, *, preview: bool) -> float:
    if preview:
        who.stack.preview()
    return who.stack.up()
