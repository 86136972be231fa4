"""The GitOps kit: its script applies a program on the real engine, and its workflow fits its schema."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from stack import Stack

ROOT = Path(__file__).parents[2]
KIT = ROOT / "gitops"
WORKFLOWS = sorted((KIT / ".github" / "workflows").glob("*.yml"))


def apply(stack: Stack, out: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [KIT / "scripts" / "apply.sh"],
        cwd=stack.program,
        env=stack.variables | {"OUT": str(out)} | more,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_apply_makes_what_the_program_declares(stack_of: Callable[[Path], Stack], tmp_path: Path) -> None:
    stack = stack_of(ROOT / "examples" / "topology")
    done = apply(stack, tmp_path / "out", STACK=stack.name)
    assert done.returncode == 0, done.stdout + done.stderr
    assert stack.resources()
    log = (tmp_path / "out" / "apply.txt").read_text()
    assert "created" in log
    assert "made-up-token" not in log


def test_apply_passes_on_the_failure_of_an_up(stack_of: Callable[[str], Stack], tmp_path: Path) -> None:
    stack = stack_of("raise SystemExit(3)\n")
    assert apply(stack, tmp_path / "out", STACK=stack.name).returncode != 0


def test_apply_asks_for_the_stacks_name(stack_of: Callable[[str], Stack], tmp_path: Path) -> None:
    done = apply(stack_of("import pulumi\n"), tmp_path / "out")
    assert done.returncode != 0
    assert "name the stack" in done.stderr


def test_workflows_are_found() -> None:
    assert [path.name for path in WORKFLOWS] == ["deploy.yml"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_fits_its_schema(workflow: Path) -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    command = [checker, "--builtin-schema", "vendor.github-workflows", workflow]
    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
