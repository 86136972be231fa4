"""Measure `export` and `adopt` on an account that no program declares.

    python -m benchmarks.adopt                            # 300 engines, 30 clusters, 20 Pipeline Engines
    python -m benchmarks.adopt --tenth --latency 0        # a tenth of that, as a quick check

It prints the seconds, calls and writes of each command. The exit code is 1 if a goal is missed or a preview
afterwards shows changes. The account is a simulator's, with the given latency of each response. `adopt --yes`
runs a real `pulumi` on an empty stack in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talend_processing.simulator import Simulator
from talend_processing.testing.stack import Stack
from tools.toolchain.find import engine_folder

ENVIRONMENT, WORKSPACE = "5e0000000000000000000001", "5f0000000000000000000001"
READS = {"search_run_profiles"}
"""Operations that only read, although they do not use GET."""


@dataclass(frozen=True)
class Measured:
    """The figures of one command."""

    title: str
    seconds: float
    goal: float
    """Maximum number of seconds."""
    calls: int
    writes: int

    @property
    def met(self) -> bool:
        """Whether it was fast enough and wrote nothing."""
        return self.seconds < self.goal and not self.writes

    def line(self) -> str:
        """Return the row to print."""
        verdict = "met" if self.met else "missed"
        return (
            f"{self.title:<28}{self.seconds:7.1f} s{self.calls:7} calls{self.writes:4} writes"
            f"   goal: < {self.goal:.0f} s, no write: {verdict}"
        )


def account(engines: int) -> dict[str, Any]:
    """Return an account with 3 profiles per engine, a cluster per 10 and a Pipeline Engine per 15 engines."""
    location = {"workspaceId": WORKSPACE}
    clusters = [{"id": f"6c{n:022x}", "name": f"pool-{n}", **location} for n in range(engines // 10)]
    remote = [
        {"id": f"6a{n:022x}", "name": f"etl-{n}", "clusterId": clusters[n % len(clusters)]["id"], **location}
        for n in range(engines)
    ]
    pipelines = [{"id": f"6d{n:022x}", "name": f"pipelines-{n}", **location} for n in range(engines // 15)]
    return {
        "environments": [{"id": ENVIRONMENT, "name": "production"}],
        "workspaces": [{"id": WORKSPACE, "name": "Finance", "environmentId": ENVIRONMENT}],
        "clusters": clusters,
        "remoteEngines": remote,
        "pipelineEngines": pipelines,
        "runProfiles": [
            {
                "id": f"6b{n:020x}{m:02x}",
                "name": f"heap-{m}",
                "jvmArguments": [f"-Xmx{m + n % 7 + 1}g"],
                "processorType": "REMOTE_ENGINE",
                "processorId": engine["id"],
            }
            for n, engine in enumerate(remote)
            for m in range(3)
        ],
        "pipelineRunProfiles": [
            {
                "id": f"6e{n:020x}{m:02x}",
                "name": f"jobs-{m}",
                "engineId": engine["id"],
                "type": "data-integration" if m % 2 else "advanced",
                "definition": {"jvmArguments": [f"-Xmx{m}g"]} if m % 2 else {"definition": "{}"},
            }
            for n, engine in enumerate(pipelines)
            for m in range(6)
        ],
    }


class _Bench:
    def __init__(self, simulator: Simulator, folder: Path) -> None:
        self.simulator = simulator
        (folder / "empty").mkdir()
        (folder / "empty" / "Pulumi.yaml").write_text("name: empty\nruntime: python\n")
        (folder / "empty" / "__main__.py").write_text("")
        stack = Stack.of(
            folder / "empty", folder / "home", pulumi=engine_folder(), api_url=simulator.url, name="dev"
        )
        self.environ = {**os.environ, **stack.variables}
        self.program = folder / "fleet"

    def measured(self, title: str, goal: float, *arguments: str) -> Measured:
        """Run a command of `talend-processing` and print its row."""
        self.simulator.clear_journal()
        began = time.perf_counter()
        self.run(sys.executable, "-m", "talend_processing", *arguments)
        seconds = time.perf_counter() - began
        journal = self.simulator.journal()
        writes = sum(1 for one in journal if one["method"] != "GET" and one["operation"] not in READS)
        found = Measured(title, seconds, goal, len(journal), writes)
        sys.stdout.write(found.line() + "\n")
        sys.stdout.flush()
        return found

    def run(self, *command: str) -> str:
        done = subprocess.run(command, env=self.environ, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout


def main() -> int:
    """Run the benchmark from the command line. Return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.adopt",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--tenth", action="store_true", help="30 engines instead of 300")
    parser.add_argument(
        "--latency", type=float, default=50, metavar="MS", help="the latency of each response (50)"
    )
    given = parser.parse_args()
    with (
        Simulator(seed=account(30 if given.tenth else 300)) as simulator,
        tempfile.TemporaryDirectory() as at,
    ):
        simulator.latency(given.latency / 1000)
        bench = _Bench(simulator, Path(at))
        program = str(bench.program)
        found = [
            bench.measured("export", 10, "export", "--output", program),
            bench.measured(
                "export --as topology", 10, "export", "--output", f"{at}/topology", "--as", "topology"
            ),
        ]
        bench.run("pulumi", "-C", program, "--non-interactive", "stack", "init", "dev")
        folder = ("--folder", program)
        found += [
            bench.measured("adopt (plan only)", 60, "adopt", *folder),
            bench.measured("adopt --yes", 60, "adopt", *folder, "--yes"),
        ]
        preview = ("pulumi", "-C", program, "--non-interactive", "preview", "--json")
        changes = json.loads(bench.run(*preview))["changeSummary"]
    sys.stdout.write(f"preview afterwards: {json.dumps(changes)}\n")
    return 0 if all(one.met for one in found) and changes.keys() <= {"same"} else 1


if __name__ == "__main__":
    sys.exit(main())
