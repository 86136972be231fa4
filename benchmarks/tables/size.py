"""The maximum number of resources in one program."""

from __future__ import annotations

from benchmarks import machine, page
from benchmarks.contender import Setting, contender
from benchmarks.measured_stack import FailedError
from benchmarks.run import Run

NAME = "size"
_HEAD = ("", "resources", "preview, s", "up, s", "destroy, s", "result", "load")
_STEP, _MOST = 10, 1000


def measure(run: Run) -> None:
    """Preview, create and destroy many resources. Find the size at which the documented style fails."""
    rows: list[tuple[str, ...]] = []
    for count in (100,) if run.quick else (2000, 5000):
        rows.append(_row(run, count))
        run.publish(NAME, _CONDITIONS, page.table(_HEAD, rows))
    smallest = 0 if run.quick else _smallest_that_fails(run)
    if smallest:
        result = "RecursionError in the program"
        rows.append(("documented, SDK not patched", f"{smallest:,}", "", "", "", result, ""))
        run.publish(NAME, _CONDITIONS, page.table(_HEAD, rows))


def _row(run: Run, count: int) -> tuple[str, ...]:
    load = machine.load_average()
    with contender("ours", run.engine, Setting(count)) as who:
        preview, up = who.stack.preview(), who.stack.up()
        kept = len(who.stack.resources())
        run.say(f"size: {count}: preview {preview:.1f} s, up {up:.1f} s")
        destroy = who.stack.destroy()
        left = len(who.stack.resources())
    times = (page.seconds(preview), page.seconds(up), page.seconds(destroy))
    return ("ours", f"{count:,}", *times, f"{kept:,} created, {kept - left:,} destroyed", f"{load:.1f}")


_CONDITIONS = (
    "no latency, no checkpoints, the limiter off; the smallest size at which the documented style fails"
    f" is found in steps of {_STEP} with `pulumi preview`"
)


def _smallest_that_fails(run: Run) -> int:
    good, bad = 0, _MOST
    while bad - good > _STEP:
        middle = (good + bad) // 2 // _STEP * _STEP
        fails = _fails(run, middle)
        run.say(f"size: documented with {middle} {'fails' if fails else 'works'}")
        good, bad = (good, middle) if fails else (middle, bad)
    return bad


def _fails(run: Run, count: int) -> bool:
    with contender("documented", run.engine, Setting(count, unpatched=True)) as who:
        try:
            who.stack.preview()
        except FailedError as error:
            if "RecursionError" in str(error):
                return True
            raise
    return False
