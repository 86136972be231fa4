"""The cost of `drift` compared with a refresh of the same stack. `drift` does not change the state."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks import page
from benchmarks.contender import Contender, Setting, contender
from benchmarks.run import Run
from talend_processing.cli.shared.exits import Exit

NAME = "drift"
_LATENCY = 0.05
_EVERY = 10
"""The interval of the run profiles that change: every tenth one."""
_HEAD = ("", "resources", "API calls", "seconds", "the stack's state")


def measure(run: Run) -> None:
    """Measure a refresh of a stack, and a drift check before and after a change in the account."""
    count = 30 if run.quick else 1000
    with contender("ours", run.engine, Setting(count, _LATENCY)) as who:
        who.stack.up()
        rows = [_row(run, who, "`pulumi refresh`", count)]
        rows.append(_row(run, who, "drift, nothing changed", count, Exit.SUCCESS))
        account = who.simulator.state()
        changed = account["runProfiles"][::_EVERY]
        for profile in changed:
            profile["jvmArguments"] = ["-Xmx9g"]
        who.simulator.load(account)
        shown = f"drift, {len(changed)} run profiles changed by hand"
        rows.append(_row(run, who, shown, count, Exit.DRIFT))
    conditions = (
        f"Remote Engines with 9 run profiles each, {_LATENCY * 1000:.0f} ms of latency, no checkpoints, the"
        f" limiter off, best of {run.repeats}; drift reads what `pulumi stack export` printed, and its"
        " seconds are those of the whole command"
    )
    run.publish(NAME, conditions, page.table(_HEAD, rows))


def _row(run: Run, who: Contender, shown: str, count: int, drift: Exit | None = None) -> tuple[str, ...]:
    """Return a row for `drift` with its expected exit code, or for a refresh."""
    exported = who.stack.folder / "exported.json"
    exported.write_text(who.stack.run("stack", "export", "--stack", "bench"), encoding="utf-8")
    command = [sys.executable, "-m", "talend_processing", "drift", str(exported), "--json"]
    before = _state(who)
    taken = []
    for _ in range(run.repeats):
        who.calls()
        began = time.perf_counter()
        if drift is None:
            who.stack.refresh()
        else:
            who.stack.execute(command, drift)
        taken.append(time.perf_counter() - began)
    calls = who.calls()
    size = sum(len(content) for content in before.values())
    note = f"{size:,} bytes, untouched" if _state(who) == before else "written anew"
    run.say(f"{shown}: {min(taken):.2f} s, {calls} calls, state {note}")
    return shown, f"{count:,}", f"{calls:,}", page.seconds(min(taken)), note


def _state(who: Contender) -> dict[Path, bytes]:
    """Return the state files of the backend with their contents."""
    return {path: path.read_bytes() for path in who.stack.folder.rglob(".pulumi/stacks/**/*.json*")}
