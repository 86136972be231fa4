"""Export the state of a stack with the `pulumi` on PATH."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

from talend_processing.stack.document import DocumentError
from talend_processing.stack.state import State, read_state

SKIP_EXPORT: Final = "TALEND_PROCESSING_SKIP_EXPORT"
"""With this environment variable, a policy pack does not export its stack. In a test there is no stack."""
_TIMEOUT_SECONDS: Final = 120


def export_state(project: str, stack: str) -> State:
    """Return the state of a stack from `pulumi stack export`, which does not lock or change the stack.

    Args:
        project: The project of the stack.
        stack: The name of the stack, such as `prod`, without organization and project.

    Raises:
        DocumentError: `pulumi` cannot be run or cannot export the stack, or its output is not a state.

    """
    # A self-managed backend has only the organization `organization`. In Pulumi Cloud, a name without an
    # organization refers to the user's default organization.
    organization = os.environ.get("PULUMI_ORGANIZATION") or "organization"
    failures: list[str] = []
    for name in (f"{organization}/{project}/{stack}", stack):
        text, failure = _export(name)
        if not failure:
            return read_state(text, name="the export")
        failures.append(failure)
    raise DocumentError(failures[0])


def _export(stack: str) -> tuple[str, str]:
    """Return the output of `pulumi stack export`, and an error message. The message is empty on success."""
    # Pulumi.yaml in the program's folder may name the backend. The working directory may be the folder of a
    # policy pack, while $PWD is more often the folder of the program.
    folder = os.environ.get("PWD", "")
    try:
        process = subprocess.run(
            ["pulumi", "stack", "export", "--non-interactive", "--stack", stack],
            cwd=folder if Path(folder).is_dir() else None,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_TIMEOUT_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return "", f"`pulumi stack export` cannot be run: {error}"
    errors = " ".join(process.stderr.split())
    return process.stdout, f"`pulumi stack export --stack {stack}`: {errors}" if process.returncode else ""
