"""Measure the simulator: lists of very many executions, memory, and the time of one request.

    python -m benchmarks.simulator                      # writes the table of docs/simulator.md
    python -m benchmarks.simulator --executions 2000 --requests 50 --print   # a quick check

The simulator runs in a separate process, as for users, and receives requests over loopback. The exit code is
1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import machine, page
from talend_processing.simulator import DEFAULT_SEED

PAGE = Path(__file__).parents[1] / "docs" / "simulator.md"
LIST = "/processing/executables/tasks/executions"
TASK = DEFAULT_SEED["tasks"][0]["id"]
WORKSPACE = DEFAULT_SEED["workspaces"][0]["id"]
_BEARER = {"Authorization": "Bearer made-up"}
_DAYS = 50
_DAY = 86_400_000


@dataclass(frozen=True)
class Figure:
    """One measured value and its goal."""

    what: str
    value: float
    unit: str
    goal: float

    @property
    def met(self) -> bool:
        """Whether it is below its goal."""
        return self.value < self.goal

    def row(self) -> tuple[str, str, str]:
        """Return the name, the value, and the goal with the verdict."""
        verdict = "met" if self.met else "missed"
        return self.what, f"{self.value:.3g} {self.unit}", f"< {self.goal:g} {self.unit}: {verdict}"


def seed(count: int, now: int) -> dict[str, Any]:
    """Return the default account with that many executions in the past fifty days."""
    tasks = [task["id"] for task in DEFAULT_SEED["tasks"]]
    apart = _DAYS * _DAY / count
    runs = []
    for number in range(count):
        triggered = now - round(number * apart) - 600_000
        runs.append(
            {
                "taskId": tasks[number % len(tasks)],
                "status": "execution_failed" if number % 10 == 0 else "execution_successful",
                "triggered": triggered,
                "started": triggered + 1000,
                "finished": triggered + 300_000,
            }
        )
    return {**DEFAULT_SEED, "taskExecutions": runs}


class Running:
    """A simulator in another process, and one connection to it."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self._process = process
        host, _, port = address.removeprefix("http://").partition(":")
        self._connection = http.client.HTTPConnection(host, int(port), timeout=30)

    def ask(self, path: str, **query: str | int) -> tuple[float, Any]:
        """Return the seconds until the response was read, and the response."""
        target = f"{path}?{urlencode(query)}" if query else path
        began = time.perf_counter()
        self._connection.request("GET", target, headers=_BEARER)
        answer = self._connection.getresponse()
        content = answer.read()
        took = time.perf_counter() - began
        if answer.status != 200:
            raise SystemExit(f"GET {target} answered {answer.status}: {content[:200]!r}")
        return took, json.loads(content)

    def median(self, path: str, repeats: int, **query: str | int) -> float:
        """Return the median milliseconds of a request."""
        self.ask(path, **query)
        return statistics.median(self.ask(path, **query)[0] for _ in range(repeats)) * 1000

    def peak_memory(self) -> float:
        """Return the peak memory of the process in MB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        found = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(found.split()[1]) / 1000


@contextmanager
def running(seed_file: Path) -> Iterator[Running]:
    """Yield a simulator with that seed, and end it afterwards."""
    command = [sys.executable, "-m", "talend_processing.simulator", "--port", "0", "--seed", str(seed_file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            line = process.stdout.readline() if process.stdout is not None else ""
            yield Running(process, line.removeprefix("listening on ").strip())
        finally:
            process.terminate()


def measure(count: int, requests: int) -> list[Figure]:
    """Return all figures in the order of the table."""
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "seed.json"
        file.write_text(json.dumps(seed(count, int(time.time() * 1000))), encoding="utf-8")
        with running(file) as simulator:
            queries: dict[str, dict[str, str | int]] = {
                "first page of all": {},
                "last page of all": {"offset": count - 100},
                "page of the last 10 days": {"lastDays": 10, "offset": count // 10},
                "page of one status": {"status": "execution_failed", "offset": count // 20},
                "page of one workspace": {"workspaceId": WORKSPACE, "offset": count // 4},
            }
            for what, query in queries.items():
                assert simulator.ask(LIST, **query)[1]["items"], what
                figures.append(Figure(what, simulator.median(LIST, requests, **query), "ms", 20))
            one_task = f"/processing/executables/tasks/{TASK}/executions"
            took = simulator.median(one_task, requests, offset=count // 8)
            figures.append(Figure("page of one task", took, "ms", 20))
            small = simulator.median("/processing/engines/cloud/jvm/rollback", requests * 10)
            figures.append(Figure("a small request", small, "ms", 2))
            figures.append(Figure("peak memory", simulator.peak_memory(), "MB", 300))
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.simulator",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--executions", type=int, default=100_000, help="the number of executions (%(default)s)"
    )
    parser.add_argument(
        "--requests", type=int, default=100, help="the number of requests of each kind (%(default)s)"
    )
    parser.add_argument("--print", action="store_true", help="print the table instead of writing the page")
    given = parser.parse_args(arguments)
    figures = measure(given.executions, given.requests)
    rows = [figure.row() for figure in figures]
    text = (
        f"`python -m benchmarks.simulator`: {given.executions:,} executions of {_DAYS} days, the median of"
        f" {given.requests} requests over one connection. {machine.describe_python()};"
        f" {time.strftime('%Y-%m-%d')}, {machine.load()} at the end.\n\n"
        f"{page.table(('', 'measured', 'goal'), rows)}"
    )
    if given.print:
        print(text)
    else:
        page.write(PAGE, "figures", text)
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
