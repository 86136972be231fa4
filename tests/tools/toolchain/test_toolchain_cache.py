"""Only complete installations are used, and one process makes them at a time."""

import json
import threading
from pathlib import Path

import fake_commands
import pytest
from shell_scripts import write_script

from tools.toolchain import cache, find, recipe
from tools.toolchain.errors import ToolchainError, UnavailableError


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set up a machine with only a `go`."""
    folder = tmp_path / "path"
    fake_commands.go(folder)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv(cache.HOME_VARIABLE, str(tmp_path / "cache"))

    def offline(root: Path) -> None:
        raise UnavailableError("no network")

    monkeypatch.setattr(find, "download", offline)
    return folder


def no_note(root: Path) -> None:
    (root / cache.MARKER).unlink()


def broken_note(root: Path) -> None:
    (root / cache.MARKER).write_text('{"files": ')


def odd_note(root: Path) -> None:
    (root / cache.MARKER).write_text("[]")


def half_a_pulumi(root: Path) -> None:
    (root / "bin" / "pulumi").write_text("#!/bin/sh\n")


def no_script(root: Path) -> None:
    (root / "bin" / recipe.EXEC_SCRIPT).unlink()


def note_without_a_script(root: Path) -> None:
    note = json.loads((root / cache.MARKER).read_text())
    del note["files"][recipe.DYNAMIC_SCRIPT]
    (root / cache.MARKER).write_text(json.dumps(note))


def other_version(root: Path) -> None:
    write_script(root / "bin" / "pulumi", "echo v3.1.0")
    cache.mark(root, "build")


@pytest.mark.parametrize(
    "damage", [no_note, broken_note, odd_note, half_a_pulumi, no_script, note_without_a_script, other_version]
)
def test_a_damaged_installation_is_made_again(path: Path, damage: object) -> None:
    assert callable(damage)
    found = find.engine_folder()
    damage(cache.folder())
    assert find.engine_folder() == found
    assert fake_commands.builds(path) == 2
    assert cache.complete(cache.folder()) == found


def test_leftovers_of_a_killed_process_are_removed(path: Path) -> None:
    left = cache.home() / f".{recipe.key()}.abc123"
    (left / "bin").mkdir(parents=True)
    find.engine_folder()
    assert not left.exists()
    assert fake_commands.builds(path) == 1


def test_a_second_process_waits_and_uses_the_result_of_the_first(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages: list[str] = []
    waits = threading.Event()

    def say(text: str) -> None:
        messages.append(text)
        if "waiting" in text:
            waits.set()

    monkeypatch.setattr(cache, "say", say)
    found: list[Path] = []
    second = threading.Thread(target=lambda: found.append(find.engine_folder()))
    with cache.locked(cache.folder()):
        second.start()
        assert waits.wait(10)
        find.install(cache.folder())
    second.join(10)
    assert found == [cache.folder() / "bin"]
    assert fake_commands.builds(path) == 1
    assert "another process is installing into" in messages[0]


def test_the_error_of_a_read_only_cache_names_the_variable_to_set(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    monkeypatch.setenv(cache.HOME_VARIABLE, str(file / "cache"))
    with pytest.raises(
        ToolchainError, match=r"cannot write to .*; set TALEND_PULUMI_HOME to a writable folder"
    ):
        find.engine_folder()


def test_the_error_of_a_full_disk_says_how_much_space_is_needed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "NEEDED_BYTES", 1 << 60)
    with pytest.raises(ToolchainError, match=r"MB free and 1099511627776 MB are needed: make room"):
        find.engine_folder()
    assert fake_commands.builds(path) == 0


def test_the_cache_is_in_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(cache.HOME_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.home() == tmp_path / "talend-processing" / "pulumi"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.home() == tmp_path / ".cache" / "talend-processing" / "pulumi"


def test_the_key_changes_with_the_recipe_of_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    before = recipe.key()
    assert before.startswith(f"{recipe.VERSION}-")
    monkeypatch.setattr(recipe, "BUILD_FLAGS", ("-x",))
    assert recipe.key() != before
