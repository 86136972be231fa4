"""The `pulumi` on PATH, run in the folder of a program."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from talend_processing.client.errors import TalendError
from talend_processing.stack.document import DocumentError
from talend_processing.stack.step import on_one_line

_LOWEST_VERSION: Final = (3, 254)
"""The first version of pulumi whose import file may contain inputs and outputs."""
_PREFIX: Final = re.compile(r"^(?:error|warning): ")


class PulumiError(TalendError):
    """A `pulumi` command failed. The message contains its first error on one line."""


@dataclass(frozen=True)
class Pulumi:
    """Runs `pulumi` commands for one stack of the program in a folder."""

    folder: Path
    stack: str | None = None
    """The name of the stack. If it is None, Pulumi uses the selected stack."""

    def run(self, *arguments: str, stdin: str | None = None, environ: Mapping[str, str] | None = None) -> str:
        """Run a command to its end and return its stdout.

        Args:
            arguments: The command and its options, without the stack.
            stdin: The text for stdin. If it is None, stdin is empty.
            environ: Additional environment variables.

        Raises:
            DocumentError: There is no pulumi, or the folder does not exist.
            PulumiError: The command failed.

        """
        process = self.attempt(*arguments, stdin=stdin, environ=environ)
        if process.returncode != 0:
            raise PulumiError(
                f"`pulumi {' '.join(arguments[:2])}` failed: {first_error_of(process)}", outcome="refused"
            )
        return process.stdout

    def attempt(
        self, *arguments: str, stdin: str | None = None, environ: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end and return its result, even if it failed.

        Raises:
            DocumentError: There is no pulumi, or the folder does not exist.

        """
        pulumi = shutil.which("pulumi")
        if pulumi is None:
            raise DocumentError(
                "there is no pulumi on PATH: install it (https://www.pulumi.com/docs/install)"
            )
        if not self.folder.is_dir():
            fault = "is not a folder" if self.folder.exists() else "does not exist"
            raise DocumentError(f"{self.folder} {fault}")
        command = [pulumi, "--non-interactive", "--color", "never", *arguments]
        if self.stack is not None and arguments[0] != "version":
            command += ["--stack", self.stack]
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true", **(environ or {})},
            input=stdin or "",
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )

    def require_version(self) -> None:
        """Check that the installed pulumi is new enough to import the inputs and outputs of resources.

        Raises:
            DocumentError: Pulumi is not installed or too old, prints no version, or the folder is missing.
            PulumiError: The command failed.

        """
        printed = self.run("version").strip()
        version = re.match(r"v?(\d+)\.(\d+)\.", printed)
        lowest = ".".join(map(str, _LOWEST_VERSION))
        if version is None:
            raise DocumentError(
                f"`pulumi version` printed {on_one_line(printed)!r}, not a version: install {lowest} or newer"
            )
        if (int(version[1]), int(version[2])) < _LOWEST_VERSION:
            raise DocumentError(f"pulumi {on_one_line(printed)} is too old: install {lowest} or newer")


def first_error_of(process: subprocess.CompletedProcess[str]) -> str:
    """Return the first error that a failed command printed, on one line.

    If stderr contains no error, return its first line. If stderr is empty, return the exit code.
    """
    lines = [line.strip() for line in process.stderr.splitlines() if line.strip()]
    error_line = next((line for line in lines if line.startswith("error:")), lines[0] if lines else "")
    return on_one_line(_PREFIX.sub("", error_line)) or f"exit code {process.returncode}"
