"""Temporary stacks: their folders, their environment, and the programs that they accept."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
from shell_scripts import write_script

from talend_processing.testing import NoPulumiError, SimulatorProcess, Stack, StackError, pulumi_folder
from talend_processing.testing.isolated_env import backend_url, isolated_env
from talend_processing.testing.programs import project_of
from tools.toolchain.find import engine_folder

pytestmark = pytest.mark.slow


def empty_program() -> None:
    """Declares nothing."""


@pytest.fixture(scope="module")
def pulumi() -> Path:
    return engine_folder()


def stack_of(program: Path | str | Callable[[], object], folder: Path, pulumi: Path) -> Stack:
    return Stack.of(program, folder, pulumi=pulumi, api_url="http://127.0.0.1:9")


def test_the_files_of_a_users_program_do_not_change(tmp_path: Path, pulumi: Path) -> None:
    program = tmp_path / "mine"
    program.mkdir()
    (program / "Pulumi.yaml").write_text("name: mine\nruntime: python\n")
    (program / "__main__.py").write_text(
        "import pulumi\npulumi.export('heap', pulumi.Config().get('heap'))\n"
    )
    before = {path.name: path.read_text() for path in program.iterdir()}
    stack = stack_of(program, tmp_path / "stack", pulumi)
    stack.set("heap", "1g")
    stack.up()
    assert stack.outputs() == {"heap": "1g"}
    stack.destroy()
    assert {path.name: path.read_text() for path in program.iterdir() if path.is_file()} == before


def test_the_error_of_a_failed_command_has_its_whole_output(tmp_path: Path, pulumi: Path) -> None:
    stack = stack_of("raise ValueError('of its own')", tmp_path, pulumi)
    with pytest.raises(StackError, match=r"pulumi .*up .*(?s:.*)of its own"):
        stack.up()


def test_a_function_of_a_module_is_a_program(tmp_path: Path, pulumi: Path) -> None:
    assert stack_of(empty_program, tmp_path, pulumi).changes().steps == ()


def test_an_invalid_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"has no Pulumi\.yaml"):
        project_of(tmp_path, tmp_path / "program")
    with pytest.raises(ValueError, match="cannot be called from another process"):
        project_of(lambda: None, tmp_path / "program")

    def inside() -> None:
        """Only this test could call it."""

    with pytest.raises(ValueError, match="cannot be called from another process"):
        project_of(inside, tmp_path / "program")


def test_settings_of_the_users_own_stacks_do_not_reach_a_run(tmp_path: Path) -> None:
    base = {"PULUMI_ACCESS_TOKEN": "theirs", "PYTHONPATH": "theirs", "HOME": "kept", "PATH": "bin"}
    seen = isolated_env(tmp_path / "bin", tmp_path / "state", base)
    assert "theirs" not in seen.values()
    assert seen["PATH"].startswith(f"{tmp_path / 'bin'}{os.pathsep}")
    assert seen["HOME"] == "kept"
    assert seen["PULUMI_BACKEND_URL"] == (tmp_path / "state/backend").as_uri()


def test_credentials_of_the_machine_do_not_reach_a_stack(
    tmp_path: Path, pulumi: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALEND_REGION", "eu")
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "real")
    seen = stack_of(empty_program, tmp_path, pulumi).variables
    assert "TALEND_REGION" not in seen
    assert seen["TALEND_ACCESS_TOKEN"] == "made-up-token"


@pytest.mark.posix
def test_pulumi_is_found_by_argument_variable_or_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("given", "variable", "path"):
        for name in ("pulumi", "pulumi-language-python", "pulumi-resource-pulumi-python"):
            write_script(tmp_path / place / name, "")
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.delenv("TALEND_TEST_PULUMI", raising=False)
    assert pulumi_folder() == tmp_path / "path"
    monkeypatch.setenv("TALEND_TEST_PULUMI", str(tmp_path / "variable" / "pulumi"))
    assert pulumi_folder() == tmp_path / "variable"
    assert pulumi_folder(tmp_path / "given") == tmp_path / "given"
    with pytest.raises(NoPulumiError, match=r"there is no pulumi at .*nowhere"):
        pulumi_folder(tmp_path / "nowhere")


def test_a_pulumi_that_cannot_run_python_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_script(tmp_path / "pulumi", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("TALEND_TEST_PULUMI", raising=False)
    with pytest.raises(NoPulumiError, match="cannot run Python programs: pulumi-language-python"):
        pulumi_folder()


def test_a_simulator_process_that_cannot_start_reports_the_reason() -> None:
    with pytest.raises(RuntimeError, match=r"did not start: error: invalid seed: .*nouns"):
        SimulatorProcess(seed={"nouns": []})


@pytest.mark.parametrize(
    ("folder", "address"),
    [
        (PurePosixPath("/tmp/state"), "file:///tmp/state"),  # noqa: S108 - only a name
        (PureWindowsPath(r"C:\Temp\state"), "file://C:/Temp/state"),
    ],
)
def test_the_backend_address_has_the_form_that_pulumi_reads(folder: PurePath, address: str) -> None:
    assert backend_url(folder) == address
