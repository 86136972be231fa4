"""The commands of the page about policies work as printed, with its config file and its pack."""

from __future__ import annotations

import re
import runpy
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from stack import Stack

from talend_processing.simulator import Simulator

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "how-to" / "policies.md").read_text()
PROGRAM = """
import talend_processing as talend

production = "5e0000000000000000000002"
etl = talend.RemoteEngine("etl-1", environment_id=production, description="owner: data team")
talend.RemoteEngineRunProfile("heap", engine_id=etl, type="JOB_SERVER", jvm_arguments=["-Xmx12g"])
talend.RemoteEngine("etl-2", environment_id=production, description="for tests")
"""


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


COMMANDS = [line for text in blocks("bash") for line in text.splitlines()]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, engine: Path) -> Iterator[Stack]:
    """A program with the files of the page beside it. It is only previewed, so all tests can use it."""
    folder = tmp_path_factory.mktemp("policies-docs")
    with Simulator() as simulator:
        stack = Stack.of(PROGRAM, folder, pulumi=engine, api_url=simulator.url)
        (stack.program / "policy-config.json").write_text(blocks("json")[0])
        pack = stack.program / "my-pack"
        pack.mkdir()
        (pack / "PulumiPolicy.yaml").write_text(blocks("yaml")[0])
        (pack / "__main__.py").write_text(blocks("python")[0])
        (stack.program / "test_pack.py").write_text(blocks("python")[1])
        yield stack
        stack.close()


def shell(stack: Stack, command: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S602 - the commands of our own page
        f"{command} --non-interactive --stack {stack.name}" if command.startswith("pulumi ") else command,
        shell=True,
        cwd=folder or stack.program,
        env=stack.variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_pack_runs_without_config(page: Stack) -> None:
    done = shell(page, COMMANDS[0])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "descriptions-present" in done.stdout


def test_the_config_of_the_page_is_applied(page: Stack) -> None:
    done = shell(page, COMMANDS[1])
    assert done.returncode != 0
    assert "above maxHeapMb (8192 MB)" in done.stdout
    assert "it has no description" not in done.stdout  # the remedy has set one


def test_the_pack_of_the_page_runs_its_own_policy_and_those_of_this_package(page: Stack) -> None:
    done = shell(page, COMMANDS[2])
    assert done.returncode != 0
    assert "above maxHeapMb (8192 MB)" in done.stdout
    assert "RemoteEngine etl-2: its description names no owner" in done.stdout
    assert "RemoteEngine etl-1: its description" not in done.stdout


def test_the_test_of_the_page_passes(page: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(page.program)
    runpy.run_path("test_pack.py")["test_engines_have_an_owner"]()


def test_the_step_of_the_pipeline_ends_at_an_unknown_policy(page: Stack, tmp_path: Path) -> None:
    run = re.search(r"  run: \|\n((?: {4}.*\n)+)", TEXT)
    assert run is not None
    script = f"set -e\n{re.sub(r'^ {4}', '', run[1], flags=re.MULTILINE)}"
    config = blocks("json")[0].replace("heap-within-limits", "heap-within-limit")
    (tmp_path / "policy-config.json").write_text(config)
    done = shell(page, script, tmp_path)
    assert done.returncode == 1
    assert "unknown policy heap-within-limit; the policies are change-within-limits, " in done.stderr
    assert "Previewing" not in done.stdout


def test_every_command_of_the_page_is_run() -> None:
    assert len(COMMANDS) == 3
