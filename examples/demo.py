"""The demo: a topology, applied by the real `pulumi` against a simulator on this machine.

It works in a temporary folder, which it removes at the end.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.rule import Rule
from rich.tree import Tree

from talend_processing.simulator import Simulator
from talend_processing.testing.isolated_env import isolated_env
from tools.toolchain.errors import ToolchainError
from tools.toolchain.find import engine_folder

PROGRAM = Path(__file__).parent / "topology"
console = Console(highlight=False)


class Stack:
    """A temporary stack of the example program."""

    def __init__(self, folder: Path, api_url: str, engine: Path) -> None:
        # Pulumi writes a stack's settings into the program's folder, so the demo uses a copy.
        self.program = folder / PROGRAM.name
        shutil.copytree(PROGRAM, self.program, ignore=shutil.ignore_patterns("Pulumi.*.yaml", "__pycache__"))
        self.environ = isolated_env(engine, folder, os.environ) | {
            "TALEND_ACCESS_TOKEN": "any-token-will-do-here",
            "TALEND_API_URL": api_url,
        }
        self.run("stack", "init", "demo", quiet=True)

    def run(self, *arguments: str, quiet: bool = False) -> str:
        """Run pulumi. With `quiet` return its output. Otherwise the output goes to the terminal."""
        command = ["pulumi", "--cwd", str(self.program), "--non-interactive", *arguments]
        if console.is_terminal and not console.no_color:
            command += ["--color", "always"]
        pipe = subprocess.PIPE if quiet else None
        with subprocess.Popen(
            command, env=self.environ, encoding="utf-8", stdout=pipe, stderr=pipe
        ) as process:
            try:
                printed, errors = process.communicate()
            except BaseException as end:
                if not isinstance(end, KeyboardInterrupt):  # a Ctrl-C has reached pulumi too
                    process.send_signal(signal.SIGINT)
                process.wait()
                raise
        if process.returncode != 0:
            raise SystemExit(f"{' '.join(command)} failed:\n{errors or ''}")
        return printed or ""

    def step(self, title: str, *arguments: str) -> None:
        """Announce a command and run it."""
        console.print()
        console.print(Rule(f"[bold]{title}", align="left", style="cyan"))
        console.print(f"[dim]$ pulumi {' '.join(arguments)}")
        self.run(*arguments)

    def resources(self) -> list[dict[str, Any]]:
        """Return the Talend resources in the state."""
        exported = self.run("stack", "export", quiet=True)
        resources: list[dict[str, Any]] = json.loads(exported)["deployment"]["resources"]
        return [resource for resource in resources if "/talend:" in resource["type"]]


def picture(resources: list[dict[str, Any]]) -> Tree:
    """Return the topology of the resources as a tree."""
    by_kind: dict[str, list[dict[str, Any]]] = {}
    # The state has the resources in the order of their creation, which differs between runs.
    for resource in sorted(resources, key=lambda one: str(one["urn"])):
        by_kind.setdefault(resource["type"].rpartition(":")[2], []).append(
            resource["outputs"] | {"id": resource["id"]}
        )
    environment = by_kind["EngineCluster"][0]["workspace"]["environment"]["name"]
    tree = Tree(f"[bold]{environment}[/] [dim]environment")
    for cluster in by_kind["EngineCluster"]:
        branch = tree.add(f"[bold cyan]{cluster['name']}[/] [dim]cluster, {cluster['workspace']['name']}")
        for profile in by_kind["EngineClusterRunProfile"]:
            if profile["clusterId"] == cluster["id"]:
                branch.add(f"{profile['name']} [dim]{' '.join(profile['jvmArguments'])}")
        members = {m["engineId"] for m in by_kind["ClusterMembership"] if m["clusterId"] == cluster["id"]}
        for engine in by_kind["RemoteEngine"]:
            if engine["id"] in members:
                node = branch.add(f"[bold green]{engine['name']}[/] [dim]engine, {engine['status']}")
                for profile in by_kind["RemoteEngineRunProfile"]:
                    if profile["engineId"] == engine["id"]:
                        node.add(f"{profile['name']} [dim]{' '.join(profile['jvmArguments'])}")
    _pipelines(tree, by_kind)
    for profile in by_kind["RunProfile"]:
        tree.add(f"{profile['name']} [dim]Dynamic Engines, {' '.join(profile['jvmArguments'])}")
    return tree


def _pipelines(tree: Tree, by_kind: dict[str, list[dict[str, Any]]]) -> None:
    for engine in by_kind["PipelineEngine"]:
        branch = tree.add(f"[bold magenta]{engine['name']}[/] [dim]Pipeline Engine, {engine['status']}")
        for kind in (name for name in by_kind if name.endswith("RunProfile")):
            for profile in by_kind[kind]:
                if profile.get("engineId") == engine["id"]:
                    branch.add(f"{profile['name']} [dim]{kind}")


def show(engine: Path) -> None:
    """Run the demo, which takes about twenty seconds."""
    with tempfile.TemporaryDirectory(prefix="talend-demo-") as folder, Simulator() as simulator:
        console.print(Rule("[bold]talend-processing", style="cyan"))
        console.print(f"A simulator of Talend's Processing API listens on {simulator.url}.")
        console.print(f"The program is examples/{PROGRAM.name}/__main__.py.")
        stack = Stack(Path(folder), simulator.url, engine)
        stack.step("1  Declare: create the topology", "up", "--yes", "--skip-preview")
        stack.step("2  Again: nothing changes", "up", "--yes", "--skip-preview", "--expect-no-changes")
        stack.run("config", "set", "heap", "2g", quiet=True)
        stack.step("3  Review: a bigger heap, as a pull request would show it", "preview", "--diff")
        console.print()
        console.print(Rule("[bold]The topology", align="left", style="cyan"))
        console.print(picture(stack.resources()))
        stack.run("destroy", "--yes", "--skip-preview", quiet=True)
    console.print()
    console.print(Rule("[bold]Next", align="left", style="cyan"))
    console.print("1  Change examples/topology/__main__.py and run [bold]make demo[/] again.")
    console.print("2  Keep a simulator running: [bold].venv/bin/talend-processing simulator[/]")
    console.print("3  Declare your own engines: [bold]docs/tutorial.md[/]")


def main() -> int:
    """Run the demo and return its exit code. Ctrl-C (130) and SIGTERM (143) remove everything too."""
    # A process that a shell starts in the background ignores Ctrl-C, unlike `pulumi`.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        show(engine_folder())
    except ToolchainError as error:
        sys.exit(f"toolchain: {error}")
    except KeyboardInterrupt:
        print("\nInterrupted. Nothing is left behind; run make demo to start again.", file=sys.stderr)  # noqa: T201
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
