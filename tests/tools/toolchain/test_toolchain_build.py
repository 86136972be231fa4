"""The commands of a build, and the errors if it fails."""

import os
from pathlib import Path

import fake_commands
import pytest
from shell_scripts import write_script

from tools.toolchain import recipe
from tools.toolchain.build import build, numbers
from tools.toolchain.errors import ToolchainError, UnavailableError
from tools.toolchain.version import version_of


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "path"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_a_build_writes_the_engine_the_language_host_and_the_two_scripts(path: Path, tmp_path: Path) -> None:
    fake_commands.go(path)
    build(tmp_path / "made")
    made = tmp_path / "made" / "bin"
    assert {file.name for file in made.iterdir()} == set(recipe.EXECUTABLES)
    assert all(os.access(file, os.X_OK) for file in made.iterdir())


def test_a_failed_build_shows_its_last_lines(path: Path, tmp_path: Path) -> None:
    fake_commands.go(path, build="for n in 1 2 3 4 5 6 7 8; do echo line $n >&2; done; exit 2")
    with pytest.raises(ToolchainError, match="ended with 2; try again, or install pulumi") as raised:
        build(tmp_path / "made")
    assert "line 8" in str(raised.value)
    assert "line 2" not in str(raised.value)


def test_a_full_disk_is_named(path: Path, tmp_path: Path) -> None:
    fake_commands.go(path, build="echo write x: no space left on device >&2; exit 1")
    with pytest.raises(ToolchainError, match=r"the disk filled up .* make room \(about 3 GB\)"):
        build(tmp_path / "made")


def test_a_module_without_the_scripts_is_named(path: Path, tmp_path: Path) -> None:
    fake_commands.go(path, sdk=tmp_path / "nowhere")
    with pytest.raises(
        ToolchainError, match="the SDK's Go module has no python/cmd/pulumi-language-python-exec"
    ):
        build(tmp_path / "made")


def test_a_go_that_cannot_fetch_a_newer_version_is_named(path: Path, tmp_path: Path) -> None:
    write_script(path / "go", "echo 'go: go.mod requires go >= 1.25 (GOTOOLCHAIN=local)' >&2; exit 1")
    with pytest.raises(UnavailableError, match=r"cannot be used: .*GOTOOLCHAIN=local"):
        build(tmp_path / "made")


def test_go_versions_compare_by_their_numbers() -> None:
    assert numbers("1.9") < numbers("1.25.11") < numbers("1.26rc1")
    assert numbers("devel") == ()


def test_the_pinned_module_requires_the_pinned_engine() -> None:
    pinned = (recipe.MODULE / "go.mod").read_text()
    for module in ("pkg", "sdk"):
        assert f"github.com/pulumi/pulumi/{module}/v3 v{recipe.VERSION}" in pinned


def test_a_pulumi_that_does_not_start_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="pulumi does not run"):
        version_of(tmp_path / "pulumi")
    broken = write_script(tmp_path / "pulumi", "echo cannot find libc >&2; exit 127")
    with pytest.raises(UnavailableError, match="version ended with 127 and said: cannot find libc"):
        version_of(broken)
