"""A throw-away stack on the real engine, driven from the command line as a user would."""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from talend_processing.simulator import Simulator
from toolchain.find import environment


class FailedError(Exception):
    """A command that failed, with all that it printed."""


@dataclass
class Stack:
    """One stack of one program, with its state in a folder of its own."""

    folder: Path
    program: Path
    engine: Path
    api_url: str
    environ: Mapping[str, str] = field(default_factory=dict)
    name: str = "test"

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.config = self.folder / f"Pulumi.{self.name}.yaml"
        self.run("stack", "init", self.name)

    @property
    def variables(self) -> dict[str, str]:
        """What a command runs with: nothing of this machine's own Pulumi or Talend settings."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("TALEND_", "COV_"))}
        settings = {"TALEND_ACCESS_TOKEN": "made-up-token", "TALEND_API_URL": self.api_url}
        cache = {"XDG_CACHE_HOME": str(self.folder / "cache")}
        return environment(self.engine, self.folder, clean) | settings | cache | {**self.environ}

    def command(self, *arguments: str) -> list[str]:
        """The whole command line."""
        command = ["pulumi", "--cwd", str(self.program), "--non-interactive", "--color", "never", *arguments]
        return (
            [*command, "--stack", self.name, "--config-file", str(self.config)]
            if arguments[0] not in {"stack", "cancel"}
            else command
        )

    def run(self, *arguments: str) -> str:
        """Run a command to its end and return what it printed."""
        done = subprocess.run(
            self.command(*arguments),
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        if done.returncode != 0:
            raise FailedError(done.stdout + done.stderr)
        return done.stdout + done.stderr

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command in a session of its own, to be interrupted."""
        return subprocess.Popen(
            self.command(*arguments),
            env=self.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def up(self, *options: str) -> str:
        """Apply the program."""
        return self.run("up", "--yes", "--skip-preview", *options)

    def preview(self, *options: str) -> str:
        """Show what would change."""
        return self.run("preview", *options)

    def refresh(self, *options: str) -> str:
        """Look at what is there."""
        return self.run("refresh", "--yes", "--skip-preview", *options)

    def destroy(self, *options: str) -> str:
        """Remove everything."""
        return self.run("destroy", "--yes", "--skip-preview", *options)

    def set(self, key: str, value: str, *, secret: bool = False) -> None:
        """Set stack config."""
        self.run("config", "set", "--secret" if secret else "--plaintext", key, value)

    def export(self) -> dict[str, Any]:
        """The state as it is kept, secrets encrypted."""
        exported: dict[str, Any] = json.loads(self.run("stack", "export", "--stack", self.name))
        return exported

    def resources(self) -> list[dict[str, Any]]:
        """The resources of this provider in the state."""
        found = self.export()["deployment"].get("resources", [])
        return [resource for resource in found if "/talend:" in resource["type"]]


def changes(printed: str) -> dict[str, int]:
    """The figures under `Resources:` in what a command printed."""
    found = re.findall(r"^    (?:[-+~ ]+)?(\d+) (\w+)$", printed, re.MULTILINE)
    return {what: int(count) for count, what in found}


@contextmanager
def pairing(simulator: Simulator) -> Iterator[None]:
    """Let the examples' machines start: each engine pairs itself a moment after it was made."""
    over = threading.Event()

    def pair() -> None:
        while not over.wait(0.1):
            for engine in simulator.state()["remoteEngines"]:
                if engine["status"] != "PAIRED":
                    simulator.pair(engine["id"])

    with ThreadPoolExecutor(1) as pool:
        machines = pool.submit(pair)
        try:
            yield
        finally:
            over.set()
            machines.result()
