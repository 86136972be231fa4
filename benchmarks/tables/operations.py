"""up, preview, refresh and destroy by three providers."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks import machine, page
from benchmarks.contender import PROVIDERS, Contender, Setting, contenders
from benchmarks.measured_stack import MeasuredStack
from benchmarks.run import Run

NAME = "operations"
_WITHOUT_DOCUMENTED = 1000
"""From this size on, with checkpoints, the documented style is left out: Pulumi writes its whole state, five
times as large, after every step."""

_OPERATIONS: dict[str, Callable[[MeasuredStack], float]] = {
    "up": MeasuredStack.up,
    "preview": MeasuredStack.preview,
    "refresh": MeasuredStack.refresh,
    "destroy": MeasuredStack.destroy,
}
_GOALS = {
    (100, False): {"up": 1.15, "preview": 1.05, "refresh": 1.15, "destroy": 1.10},
    (1000, False): {"up": 0.95, "preview": 0.75, "refresh": 1.10, "destroy": 1.10},
    (1000, True): {"up": 0.70, "preview": 0.75, "refresh": 1.00, "destroy": 0.70},
}
"""Maximum ratio of our time to the empty provider's, by size and checkpoints."""
_HEAD = (
    "resources",
    "latency, ms",
    "operation",
    "ours, s",
    "empty, s",
    "documented, s",
    "ours / empty",
    "goal",
    "calls, ours",
    "calls, documented",
    "state of a resource, bytes: ours; empty",
    "load",
)


@dataclass
class Figure:
    """The times of an operation, and the calls of one run."""

    times: list[float] = field(default_factory=list)
    calls: int = 0

    @property
    def seconds(self) -> float:
        """Return the median."""
        return statistics.median(self.times)


@dataclass
class Cell:
    """All figures under one setting."""

    setting: Setting
    chosen: tuple[str, ...] = PROVIDERS
    figures: dict[tuple[str, str], Figure] = field(default_factory=dict)
    state_bytes: dict[str, float] = field(default_factory=dict)
    loads: dict[str, list[float]] = field(default_factory=dict)
    """The load average before each run of an operation."""

    @property
    def providers(self) -> tuple[str, ...]:
        """Return the providers to measure."""
        large = self.setting.checkpoints and self.setting.count >= _WITHOUT_DOCUMENTED
        return tuple(name for name in self.chosen if not (large and name == "documented"))

    def measure(self, operation: str, who: Contender) -> None:
        """Run one operation once."""
        self.loads.setdefault(operation, []).append(machine.load_average())
        who.calls()
        seconds = _OPERATIONS[operation](who.stack)
        figure = self.figures.setdefault((operation, who.name), Figure())
        figure.times.append(seconds)
        figure.calls = who.calls()
        if operation == "up" and who.name not in self.state_bytes:
            self.state_bytes[who.name] = who.stack.bytes_of_a_resource()

    def rows(self) -> list[tuple[str, ...]]:
        """Return a row for each operation that all providers have completed."""
        done = [name for name in _OPERATIONS if all((name, who) in self.figures for who in self.providers)]
        return [self._row(name) for name in done]

    def _row(self, operation: str) -> tuple[str, ...]:
        empty, ours = self.figures[operation, "empty"], self.figures[operation, "ours"]
        documented = self.figures.get((operation, "documented"))
        kept = [f"{self.state_bytes[name]:,.0f}" for name in ("ours", "empty") if name in self.state_bytes]
        loads = self.loads.get(operation, [])
        return (
            f"{self.setting.count:,}",
            f"{self.setting.latency * 1000:.0f}",
            operation,
            page.seconds(ours.seconds),
            page.seconds(empty.seconds),
            page.seconds(documented.seconds) if documented else "",
            page.ratio(ours.seconds, empty.seconds),
            self._goal(operation, ours.seconds / empty.seconds),
            f"{ours.calls:,}",
            f"{documented.calls:,}" if documented else "",
            "; ".join(kept),
            f"{min(loads):.1f} to {max(loads):.1f}" if loads else "",
        )

    def _goal(self, operation: str, ratio: float) -> str:
        goals = _GOALS.get((self.setting.count, self.setting.checkpoints), {})
        if self.setting.latency or operation not in goals:
            return ""
        return f"≤ {goals[operation]:.2f}: {'met' if round(ratio, 2) <= goals[operation] else 'missed'}"


def measure(run: Run) -> None:
    """Measure, and publish after each setting: one table with checkpoints, one without."""
    for checkpoints in run.checkpoints:
        rows: list[tuple[str, ...]] = []
        for latency in run.latencies:
            for size in run.sizes:
                cell = Cell(Setting(size, latency, checkpoints), run.providers)
                _fill(run, cell)
                rows += cell.rows()
                run.publish(
                    NAME, _conditions(run), page.table(_HEAD, rows), part=table_name(checkpoints=checkpoints)
                )


def table_name(*, checkpoints: bool) -> str:
    """Return the name of the table with or without checkpoints."""
    return f"{NAME}, checkpoints {'on' if checkpoints else 'off'}"


def _fill(run: Run, cell: Cell) -> None:
    with contenders(cell.providers, run.engine, cell.setting) as all_of_them:
        for turn in range(run.repeats):
            first = turn % len(all_of_them)
            for operation in _OPERATIONS:
                for who in all_of_them[first:] + all_of_them[:first]:
                    cell.measure(operation, who)
                    run.say(
                        f"{cell.setting.count} {cell.setting.latency} checkpoints={cell.setting.checkpoints}"
                        f" {operation} {who.name} {cell.figures[operation, who.name]}"
                    )


def _conditions(run: Run) -> str:
    return (
        f"engines and run profiles 1 : 9, Pulumi's default `--parallel` ({machine.default_parallel()}),"
        f" the limiter off, the providers measured in turn, the median of {run.repeats}; load is the load"
        " average before each run of the row"
    )
