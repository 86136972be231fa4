"""The order of the search for a pulumi, and the error if there is none."""

import os
from pathlib import Path

import fake_commands
import pytest

from tools.toolchain import cache, find, recipe
from tools.toolchain.errors import ToolchainError, UnavailableError


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set up a machine with an empty PATH, an empty cache and no network."""
    folder = tmp_path / "path"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv(cache.HOME_VARIABLE, str(tmp_path / "cache"))

    def offline(root: Path) -> None:
        raise UnavailableError("pulumi cannot be downloaded here (no network)")

    monkeypatch.setattr(find, "download", offline)
    return folder


def test_the_pulumi_on_path_comes_first(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fake_commands.pulumi_folder(path)
    assert find.engine_folder() == path
    assert not cache.home().exists()
    assert f"using the pulumi on PATH, in {path}" in capsys.readouterr().err


def test_a_pulumi_on_path_without_its_python_programs_is_ignored(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_commands.pulumi_folder(path, without=(recipe.LANGUAGE_HOST,))
    fake_commands.go(path)
    assert find.engine_folder() == cache.folder() / "bin"
    assert "pulumi-language-python is neither on PATH nor in the same folder" in capsys.readouterr().err


def test_python_programs_beside_the_target_of_a_linked_pulumi_are_found(path: Path, tmp_path: Path) -> None:
    real = fake_commands.pulumi_folder(tmp_path / "opt")
    (path / "pulumi").symlink_to(real / "pulumi")
    assert find.engine_folder() == path


def test_on_windows_nothing_is_installed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "WINDOWS", True)
    fake_commands.go(path)
    with pytest.raises(ToolchainError, match=r"^there is no pulumi on PATH; on Windows, install pulumi \("):
        find.engine_folder()
    assert not cache.home().exists()


@pytest.mark.parametrize(
    ("version", "expected"),
    [("3.100.2", "is version 3.100.2"), ("4.0.0", "is version 4.0.0"), ("x", "version ended with 0")],
)
def test_a_pulumi_on_path_of_a_wrong_version_is_ignored(
    path: Path, capsys: pytest.CaptureFixture[str], version: str, expected: str
) -> None:
    fake_commands.pulumi_folder(path, version)
    fake_commands.go(path)
    assert find.engine_folder() == cache.folder() / "bin"
    assert expected in capsys.readouterr().err


def test_a_build_is_kept_for_the_next_time(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fake_commands.go(path)
    first = find.engine_folder()
    assert find.engine_folder() == first == cache.folder() / "bin"
    assert fake_commands.builds(path) == 1
    assert {file.name for file in first.iterdir()} == set(recipe.EXECUTABLES)
    assert all(os.access(first / name, os.X_OK) for name in recipe.EXECUTABLES)
    steps = [
        "there is no earlier installation",
        "cannot be downloaded",
        "building pulumi",
        "using the pulumi of an earlier installation",
    ]
    text = capsys.readouterr().err
    assert sorted(steps, key=text.index) == steps


def test_a_download_comes_before_a_build(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_commands.go(path)

    def download(root: Path) -> None:
        fake_commands.pulumi_folder(root / "bin")

    monkeypatch.setattr(find, "download", download)
    found = find.engine_folder()
    assert fake_commands.builds(path) == 0
    assert {file.name for file in found.iterdir()} == set(recipe.EXECUTABLES)
    assert find.engine_folder() == found


def test_the_error_without_network_and_go_says_what_to_install(path: Path) -> None:
    with pytest.raises(ToolchainError) as raised:
        find.engine_folder()
    text = str(raised.value)
    assert text.startswith(
        "no pulumi: pulumi cannot be downloaded here (no network); no Go on PATH: install pulumi"
    )
    assert f"or Go {recipe.minimum_go()} or later" in text
    assert "\n" not in text


def test_the_error_of_an_old_go_names_the_needed_version(path: Path) -> None:
    fake_commands.go(path, version="1.19.3")
    with pytest.raises(
        ToolchainError, match=f"Go 1.19.3 is too old: .* or Go {recipe.minimum_go()} or later"
    ):
        find.engine_folder()


def test_an_interrupted_installation_leaves_nothing_and_can_be_repeated(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_commands.go(path)

    def interrupted(root: Path) -> None:
        (root / "bin").mkdir()
        (root / "bin" / "pulumi").write_text("half of")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(find, "build", interrupted)
        with pytest.raises(KeyboardInterrupt):
            find.engine_folder()
    assert [left.name for left in cache.home().iterdir()] == [recipe.key() + ".lock"]
    find.engine_folder()
