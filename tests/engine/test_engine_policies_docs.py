"""The commands of the page on policies work as they stand, with its config file and its pack."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from stack import Stack

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "how-to" / "policies.md").read_text()
PROGRAM = """
import talend_processing as talend

etl = talend.RemoteEngine("etl-1", environment_id="5e0000000000000000000002", description="owner: data team")
talend.RemoteEngineRunProfile("heap", engine_id=etl, type="JOB_SERVER", jvm_arguments=["-Xmx12g"])
"""


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


COMMANDS = [line for text in blocks("bash") for line in text.splitlines()]


@pytest.fixture
def page(stack_of: Callable[[str], Stack]) -> Stack:
    """A program beside the files that the page has a reader write."""
    stack = stack_of(PROGRAM)
    (stack.program / "policy-config.json").write_text(blocks("json")[0])
    pack = stack.program / "my-pack"
    pack.mkdir()
    (pack / "PulumiPolicy.yaml").write_text(blocks("yaml")[0])
    (pack / "__main__.py").write_text(blocks("python")[0])
    return stack


def shell(stack: Stack, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S602 - the commands of our own page
        f"{command} --non-interactive --stack {stack.name}" if command.startswith("pulumi ") else command,
        shell=True,
        cwd=stack.program,
        env=stack.variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_pack_runs_as_it_is(page: Stack) -> None:
    done = shell(page, COMMANDS[0])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "descriptions-present" in done.stdout


def test_the_config_of_the_page_is_taken(page: Stack) -> None:
    done = shell(page, COMMANDS[1])
    assert done.returncode != 0
    assert "above maxHeapMb (8192 MB)" in done.stdout
    assert "it has no description" not in done.stdout  # it was given one


def test_the_pack_of_the_page_checks_what_it_says(page: Stack) -> None:
    done = shell(page, COMMANDS[2])
    assert done.returncode != 0
    assert "above maxHeapMb (8192 MB)" in done.stdout
    assert "names no owner" not in done.stdout
    program = page.program / "__main__.py"
    program.write_text(PROGRAM.replace("owner: ", "").replace("12g", "2g"))
    done = shell(page, COMMANDS[2])
    assert done.returncode != 0
    assert "RemoteEngine etl-1: its description names no owner" in done.stdout


def test_the_test_of_the_page_passes(page: Stack) -> None:
    (page.program / "test_pack.py").write_text(blocks("python")[1])
    done = shell(page, f"{sys.executable} -m pytest -q -p no:cacheprovider test_pack.py")
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_step_of_the_pipeline_ends_at_a_misspelt_policy(page: Stack) -> None:
    run = re.search(r"  run: \|\n((?: {4}.*\n)+)", TEXT)
    assert run is not None
    script = f"set -e\n{re.sub(r'^ {4}', '', run[1], flags=re.MULTILINE)}"
    config = page.program / "policy-config.json"
    config.write_text(config.read_text().replace("heap-within-limits", "heap-within-limit"))
    done = shell(page, script)
    assert done.returncode == 1
    assert "no policy is called heap-within-limit; there are change-within-limits, " in done.stderr
    assert "Previewing" not in done.stdout


def test_every_command_of_the_page_is_run() -> None:
    assert len(COMMANDS) == 3
