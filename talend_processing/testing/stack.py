"""A temporary stack, on which a test runs the same `pulumi` commands as CI."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from talend_processing.testing.changes import Changes, read_changes
from talend_processing.testing.isolated_env import HOME, isolated_env
from talend_processing.testing.processes import end_processes
from talend_processing.testing.programs import PROJECT_FILES, Program, project_of

_TIMEOUT_SECONDS = 900
_WITHOUT_CONFIG = {"stack", "cancel", "new", "plugin", "version"}
"""Commands of `pulumi` that do not accept `--config-file`."""


class StackError(Exception):
    """A `pulumi` command failed. The message contains its whole output."""


@dataclass
class Stack:
    """A stack of a program, with its state in a folder.

    A method such as `up` runs one `pulumi` command to its end. Its arguments are options of the command.

    Raises:
        StackError: A command failed.

    Example:
        >>> from talend_processing.testing import Stack
        >>> def test_my_program(talend_stack):
        ...     stack: Stack = talend_stack(Path("."))
        ...     stack.up()

    """

    folder: Path
    """The folder for state, settings and plugins."""
    program: Path
    """The project's folder."""
    pulumi: Path
    """The folder of the `pulumi` executable."""
    api_url: str
    """The URL of the simulator."""
    environ: Mapping[str, str] = field(default_factory=dict)
    """Additional environment variables, which override all others."""
    name: str = "test"

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        # Pulumi writes a stack's settings beside Pulumi.yaml. Copy the Pulumi files of a user's project.
        settings_folder = (
            self.program if self.program.is_relative_to(self.folder) else self._copy_pulumi_files()
        )
        self.config = settings_folder / f"Pulumi.{self.name}.yaml"
        self._run(["pulumi", "--cwd", str(settings_folder), "--non-interactive", "stack", "init", self.name])

    @classmethod
    def of(
        cls,
        program: Program,
        folder: Path,
        *,
        pulumi: Path,
        api_url: str,
        config: Mapping[str, str] | None = None,
        environ: Mapping[str, str] | None = None,
        name: str = "test",
    ) -> Stack:
        """Create a stack of a program (a project's folder, a text or a function), and set its config."""
        stack = cls(
            folder, project_of(program, folder / "program"), pulumi, api_url, dict(environ or {}), name
        )
        for key, value in (config or {}).items():
            stack.set(key, value)
        return stack

    @property
    def variables(self) -> dict[str, str]:
        """The environment of a command, without the user's own Pulumi and Talend settings."""
        base = {name: value for name, value in os.environ.items() if not name.startswith(("TALEND_", "COV_"))}
        talend_variables = {"TALEND_ACCESS_TOKEN": "made-up-token", "TALEND_API_URL": self.api_url}
        return isolated_env(self.pulumi, self.folder, base) | talend_variables | {**self.environ}

    def command(self, *arguments: str) -> list[str]:
        """Return the command line with the options that every command needs."""
        command = ["pulumi", "--cwd", str(self.program), "--non-interactive", "--color", "never", *arguments]
        if arguments[0] in _WITHOUT_CONFIG:
            return command
        return [*command, "--stack", self.name, "--config-file", str(self.config)]

    def run(self, *arguments: str) -> str:
        """Run any command, and return its output."""
        completed = self._run(self.command(*arguments))
        return completed.stdout + completed.stderr

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command in its own session, so that a test can interrupt it. `close` ends it."""
        return subprocess.Popen(
            self.command(*arguments),
            env=self.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )

    def close(self) -> None:
        """End all processes of the stack, even after `pulumi` was killed. On Windows, end none."""
        end_processes(HOME, self.variables[HOME])

    def up(self, *options: str) -> str:
        """Run `pulumi up`, and return the output."""
        return self.run("up", "--yes", "--skip-preview", *options)

    def preview(self, *options: str) -> str:
        """Return the preview as text."""
        return self.run("preview", *options)

    def changes(self, *options: str) -> Changes:
        """Return the changes that an `up` would make, for functions such as `assert_changes`."""
        return read_changes(self._run(self.command("preview", "--json", "--show-sames", *options)).stdout)

    def refresh(self, *options: str) -> str:
        """Update the state from the account, and return the output."""
        return self.run("refresh", "--yes", "--skip-preview", *options)

    def destroy(self, *options: str) -> str:
        """Delete all resources of the stack, and return the output."""
        return self.run("destroy", "--yes", "--skip-preview", *options)

    def set(self, key: str, value: str, *, secret: bool = False) -> None:
        """Set a config value of the stack. `pulumi` encrypts a secret."""
        if secret:
            self.run("config", "set", "--secret", key, value)
            return
        settings: dict[str, Any] = yaml.safe_load(self.config.read_text(encoding="utf-8")) or {}
        full_key = key if ":" in key else f"{self._project_name()}:{key}"
        settings.setdefault("config", {})[full_key] = value
        self.config.write_text(yaml.safe_dump(settings), encoding="utf-8")

    def outputs(self, *, secrets: bool = False) -> dict[str, Any]:
        """Return the stack outputs. Secrets are masked unless `secrets` is true."""
        options = ["--show-secrets"] if secrets else []
        command = self.command("stack", "output", "--json", *options, "--stack", self.name)
        outputs: dict[str, Any] = json.loads(self._run(command).stdout)
        return outputs

    def export(self) -> dict[str, Any]:
        """Return the state as `pulumi stack export` prints it, with encrypted secrets."""
        command = self.command("stack", "export", "--stack", self.name)
        state: dict[str, Any] = json.loads(self._run(command).stdout)
        return state

    def resources(self) -> list[dict[str, Any]]:
        """Return the resources of this provider in the state."""
        resources = self.export()["deployment"].get("resources", [])
        return [resource for resource in resources if "/talend:" in resource["type"]]

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        try:
            completed = subprocess.run(
                command,
                env=self.variables,
                capture_output=True,
                encoding="utf-8",
                check=False,
                timeout=_TIMEOUT_SECONDS,
            )
        except BaseException:  # a timeout or an interrupt killed `pulumi`
            self.close()
            raise
        if completed.returncode != 0:
            raise StackError(f"{' '.join(command)}\n{completed.stdout}{completed.stderr}")
        return completed

    def _project_name(self) -> str:
        """Return the name of the project, which is the default namespace of config keys."""
        (file,) = (file for name in PROJECT_FILES if (file := self.program / name).is_file())
        return str(yaml.safe_load(file.read_text(encoding="utf-8"))["name"])

    def _copy_pulumi_files(self) -> Path:
        """Copy the project's `Pulumi.*` files into a folder where `pulumi` may write. Return the folder."""
        settings_folder = self.folder / "settings"
        settings_folder.mkdir(exist_ok=True)
        for file in self.program.glob("Pulumi.*"):
            if file.name in {*PROJECT_FILES, f"Pulumi.{self.name}.yaml"}:
                shutil.copy(file, settings_folder)
        return settings_folder
