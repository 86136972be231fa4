"""up, preview, refresh and destroy by three providers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks import machine, page
from benchmarks.contender import PROVIDERS, Contender, Setting, contenders
from benchmarks.measured_stack import MeasuredStack
from benchmarks.run import Run

NAME = "operations"
_FACTOR, _PER_WRITE = 1.2, 0.002
_GOAL_SIZE = 1000
_MOST_WITH_CHECKPOINTS = ("empty", "ours")
"""Of so many, with checkpoints, the documented style is left out: Pulumi writes its whole state, five times
as large, after every step."""

_OPERATIONS: dict[str, Callable[[MeasuredStack], float]] = {
    "up": MeasuredStack.up,
    "preview": MeasuredStack.preview,
    "refresh": MeasuredStack.refresh,
    "destroy": MeasuredStack.destroy,
}
_HEAD = (
    "resources, latency, checkpoints",
    "operation",
    *(f"{name}, s" for name in PROVIDERS),
    "documented / empty",
    "ours / empty",
    "calls, documented",
    "calls, ours",
    "goal, s",
)


@dataclass
class Figure:
    """The best time of an operation, and its calls."""

    seconds: float = float("inf")
    calls: int = 0


@dataclass
class Cell:
    """All figures under one setting."""

    setting: Setting
    figures: dict[tuple[str, str], Figure] = field(default_factory=dict)

    @property
    def providers(self) -> tuple[str, ...]:
        """Who is measured."""
        most = self.setting.checkpoints and self.setting.count >= _GOAL_SIZE
        return _MOST_WITH_CHECKPOINTS if most else PROVIDERS

    def measure(self, operation: str, who: Contender) -> None:
        """Run one operation; the best of all runs counts, since noise only adds."""
        figure = self.figures.setdefault((operation, who.name), Figure())
        who.calls()
        figure.seconds = min(figure.seconds, _OPERATIONS[operation](who.stack))
        figure.calls = who.calls()

    def rows(self) -> list[tuple[str, ...]]:
        """A row for each operation that all providers have done."""
        done = [name for name in _OPERATIONS if all((name, who) in self.figures for who in self.providers)]
        return [self._row(name) for name in done]

    def _row(self, operation: str) -> tuple[str, ...]:
        empty, ours = self.figures[operation, "empty"], self.figures[operation, "ours"]
        documented = self.figures.get((operation, "documented"))
        checkpoints = "on" if self.setting.checkpoints else "off"
        return (
            f"{self.setting.count:,}, {self.setting.latency * 1000:.0f} ms, {checkpoints}",
            operation,
            page.seconds(empty.seconds),
            page.seconds(documented.seconds) if documented else "",
            page.seconds(ours.seconds),
            page.ratio(documented.seconds, empty.seconds) if documented else "",
            page.ratio(ours.seconds, empty.seconds),
            f"{documented.calls:,}" if documented else "",
            f"{ours.calls:,}",
            self._goal(operation, empty.seconds, ours.seconds),
        )

    def _goal(self, operation: str, empty: float, ours: float) -> str:
        if self.setting.latency or self.setting.count != _GOAL_SIZE:
            return ""
        goal = goal_seconds(operation, empty, self.setting.count, checkpoints=self.setting.checkpoints)
        return f"≤ {page.seconds(goal)}: {'met' if ours <= goal else 'missed'}"


def goal_seconds(operation: str, empty: float, count: int, *, checkpoints: bool) -> float:
    """The most that an operation may take without latency, given what the empty provider took."""
    writes = count if operation in {"up", "destroy"} and not checkpoints else 0
    return _FACTOR * empty + _PER_WRITE * writes


def measure(run: Run) -> None:
    """Measure, and publish after each setting."""
    rows: list[tuple[str, ...]] = []
    for checkpoints in run.checkpoints:
        for latency in run.latencies:
            for size in run.sizes:
                cell = Cell(Setting(size, latency, checkpoints))
                _fill(run, cell)
                rows += cell.rows()
                run.publish(NAME, _conditions(run), page.table(_HEAD, rows))


def _fill(run: Run, cell: Cell) -> None:
    repeats = 1 if cell.setting.checkpoints else run.repeats
    with contenders(cell.providers, run.engine, cell.setting) as all_of_them:
        for turn in range(repeats):
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
        f"engines and run profiles 1 : 9, `--parallel` as Pulumi chooses it ({machine.default_parallel()}),"
        f" the limiter off, the providers in turn, best of {run.repeats} (of 1 with checkpoints)"
    )
