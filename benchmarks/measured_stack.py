"""A temporary stack on the real engine, whose commands are timed."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.host_memory import peak_of_hosts
from talend_processing.testing.isolated_env import HOME, isolated_env
from talend_processing.testing.processes import end_processes

_TIMEOUT_SECONDS = 1800


class FailedError(Exception):
    """A command failed. The message contains its whole output."""


@dataclass
class MeasuredStack:
    """One stack of one program, with its state in a separate folder."""

    folder: Path
    program: Path
    engine: Path
    environ: Mapping[str, str]
    config: Mapping[str, str]
    parallel: int | None = None
    peak_kib: int = 0
    """The peak memory of the stack's host processes, if measured."""
    _copy: Path = field(init=False)
    """A copy of the program, because pulumi writes the stack's settings into its folder."""

    def __post_init__(self) -> None:
        self._copy = self.folder / "program"
        shutil.copytree(
            self.program, self._copy, ignore=shutil.ignore_patterns("Pulumi.*.yaml", "__pycache__")
        )
        settings = json.dumps({"config": dict(self.config)})
        (self._copy / "Pulumi.bench.yaml").write_text(settings, encoding="utf-8")
        self.run("stack", "init", "bench")

    def up(self) -> float:
        """Apply the program and return the seconds."""
        return self._timed("up", "--yes", "--skip-preview")

    def preview(self) -> float:
        """Preview the program and return the seconds."""
        return self._timed("preview")

    def refresh(self) -> float:
        """Refresh the state and return the seconds."""
        return self._timed("refresh", "--yes", "--skip-preview")

    def destroy(self) -> float:
        """Destroy the stack and return the seconds."""
        return self._timed("destroy", "--yes", "--skip-preview")

    def resources(self) -> list[dict[str, Any]]:
        """Return the dynamic resources in the state, with secrets."""
        exported = json.loads(self.run("stack", "export", "--stack", "bench", "--show-secrets"))
        found: list[dict[str, Any]] = exported["deployment"].get("resources", [])
        return [resource for resource in found if resource["type"].startswith("pulumi-python:dynamic")]

    def bytes_of_a_resource(self) -> float:
        """Return the mean size of a dynamic resource in the state, as JSON."""
        return statistics.mean(len(json.dumps(resource)) for resource in self.resources())

    def watched(self, *arguments: str) -> None:
        """Run a command, and record the peak memory of its host processes."""
        done = threading.Event()
        peaks: list[int] = []

        def watch() -> None:
            while not done.wait(0.05):
                peaks.append(peak_of_hosts(os.getpid()))

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            self.run(*arguments)
        finally:
            done.set()
            watcher.join()
        self.peak_kib = max(self.peak_kib, *peaks)

    def run(self, *arguments: str) -> str:
        """Run a command to its end and return what it printed.

        Raises:
            FailedError: The command failed.

        """
        command = ["pulumi", "--cwd", str(self._copy), "--non-interactive", "--color", "never", *arguments]
        if arguments[0] != "stack":
            command += ["--stack", "bench"]
            if self.parallel:
                command += ["--parallel", str(self.parallel)]
        return self.execute(command)

    def execute(self, command: Sequence[str], expected: int = 0) -> str:
        """Run any command with the settings of the stack and return what it printed.

        Raises:
            FailedError: It ended with another exit code than the expected one.

        """
        # Let Python store compiled bytecode, as it does for an installed package.
        foreign = ("TALEND_", "COV_", "PYTHONDONTWRITEBYTECODE")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        settings = isolated_env(self.engine, self.folder, clean)
        settings |= self.environ
        with tempfile.TemporaryFile("w+", encoding="utf-8") as printed:
            process = subprocess.Popen(
                command, env=settings, stdout=printed, stderr=subprocess.STDOUT, start_new_session=True
            )
            try:
                code = process.wait(_TIMEOUT_SECONDS)
            finally:
                if process.poll() is None:  # interrupted, or too slow
                    end_processes(HOME, settings[HOME])
                    process.wait()
            printed.seek(0)
            text = printed.read()
        if code != expected:
            raise FailedError(f"{' '.join(command)}\n{text}")
        return text

    def _timed(self, *arguments: str) -> float:
        began = time.perf_counter()
        self.run(*arguments)
        return time.perf_counter() - began
