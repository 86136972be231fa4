"""`--output`: the file gets the whole document or stays unchanged, and keeps its type and owner."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from talend_processing.cli.app import main
from talend_processing.cli.shared.exits import Exit
from talend_processing.cli.shared.output_file import write_file

pytestmark = [pytest.mark.posix, pytest.mark.slow]

ENGINE = "urn:pulumi:test::fleet::pulumi-python:dynamic/talend:RemoteEngine::etl"
GIVEN = {"name": "etl", "environmentId": "5e0000000000000000000002"}
RESOURCE = {
    "urn": ENGINE,
    "type": "pulumi-python:dynamic/talend:RemoteEngine",
    "id": "e1",
    "inputs": GIVEN,
    "outputs": {**GIVEN, "__declared": sorted(GIVEN), "__apiUrl": "API_URL"},
}
PREVIEW = {"steps": [{"op": "delete", "urn": ENGINE, "oldState": RESOURCE}]}
STATE = {"version": 3, "deployment": {"resources": [RESOURCE]}}
LIMITED = """
import resource, signal, sys
from talend_processing.cli import app as cli

signal.signal(signal.SIGXFSZ, getattr(signal, sys.argv[1]))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
sys.exit(cli.main(sys.argv[2:]))
"""
"""Runs a command with files limited to 100 bytes. A longer write fails, or kills the process half way."""


@pytest.fixture(params=["review", "graph", "drift"])
def command(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    """A command that prints a document of more than 100 bytes, and its options."""
    preview, state = tmp_path / "preview.json", tmp_path / "state.json"
    preview.write_text(json.dumps(PREVIEW))
    state.write_text(json.dumps(STATE))
    if request.param == "review":
        return ["review", str(preview), "--offline", "--json"]
    if request.param == "graph":
        return ["graph", "--state", str(state), "--json"]
    url = request.getfixturevalue("simulator").url
    state.write_text(state.read_text().replace("API_URL", url))
    return ["drift", str(state), "--json"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def limited(action: str, command: list[str], output: Path) -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, "-B", "-c", LIMITED, action, *command, "--output", str(output)]
    return subprocess.run(arguments, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("held", [None, "what was there\n"])
def test_a_full_disk_leaves_the_file_as_it_was(command: list[str], folder: Path, held: str | None) -> None:
    output = folder / "report"
    if held is not None:
        output.write_text(held)
    done = limited("SIG_IGN", command, output)
    assert (done.returncode, done.stderr) == (
        Exit.USAGE,
        f"error: {output} cannot be written: File too large\n",
    )
    assert [file.name for file in folder.iterdir()] == ([] if held is None else ["report"])
    assert held is None or output.read_text() == held


def test_a_kill_in_the_middle_leaves_the_file_as_it_was(command: list[str], folder: Path) -> None:
    output = folder / "report"
    output.write_text("what was there\n")
    assert limited("SIG_DFL", command, output).returncode == -signal.SIGXFSZ
    assert output.read_text() == "what was there\n"


def test_a_path_that_is_not_a_regular_file_is_written_directly(
    command: list[str], folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code = main(command)
    whole = capfd.readouterr().out
    assert len(whole) > 100
    pipe, read = folder / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    assert main([*command, "--output", str(pipe)]) == code
    reader.join(60)
    assert read == [whole]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    shell = 'sent="$1"; shift; "$@" --output /dev/stdout > "$sent"; code=$?; echo end >> "$sent"; exit $code'
    sent = folder / "sent"
    arguments = ["sh", "-c", shell, "sh", str(sent), sys.executable, "-m", "talend_processing", *command]
    assert subprocess.run(arguments, check=False).returncode == code
    assert sent.read_text() == f"{whole}end\n"
    assert {file.name for file in folder.iterdir()} == {"pipe", "sent"}


def test_stdout_stays_the_file_that_a_shell_has_opened(folder: Path) -> None:
    sent = folder / "sent"
    program = (
        "import os, pathlib, sys\n"
        "from talend_processing.cli.shared.output_file import write_file\n"
        "before = os.fstat(1).st_ino\n"
        "write_file(pathlib.Path('/dev/stdout'), 'whole')\n"
        f"assert os.stat({str(sent)!r}).st_ino == before\n"
    )
    with sent.open("w") as file:
        subprocess.run([sys.executable, "-c", program], stdout=file, check=True)
    assert sent.read_text() == "whole"


@pytest.fixture
def mask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.usefixtures("mask")
def test_permissions_are_those_of_a_file_that_is_opened(folder: Path) -> None:
    opened, new, held = (folder / name for name in ("opened", "new", "held"))
    opened.write_text("x")
    write_file(new, "x")
    assert new.stat().st_mode == opened.stat().st_mode
    for mode in (0o600, 0o664, 0o755):
        held.write_text("before")
        held.chmod(mode)
        write_file(held, "after")
        assert (stat.S_IMODE(held.stat().st_mode), held.read_text()) == (mode, "after")


def test_a_link_remains_a_link_to_the_written_file(folder: Path) -> None:
    apart = folder / "apart"
    apart.mkdir()
    link, target, other = folder / "link", apart / "target", folder / "other"
    link.symlink_to("apart/target")
    for text in ("made", "written again"):
        write_file(link, text)
        assert link.is_symlink()
        assert target.read_text() == text
    other.hardlink_to(target)
    write_file(link, "in both")
    assert (target.read_text(), other.read_text()) == ("in both", "in both")
    assert [file.name for file in apart.iterdir()] == ["target"]


def test_a_file_keeps_its_owner(folder: Path) -> None:
    held = folder / "held"
    held.write_text("before")
    owner = (
        (12345, 12346) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    )  # only root may change the owner
    os.chown(held, *owner)
    write_file(held, "after")
    assert (held.read_text(), held.stat().st_uid, held.stat().st_gid) == ("after", *owner)


def test_the_file_is_written_directly_if_its_folder_is_read_only() -> None:
    program = (
        "import os, pathlib, sys\n"
        "from talend_processing.cli.shared.output_file import write_file\n"
        "if os.geteuid() == 0:\n"
        "    os.seteuid(65534)\n"  # root may write into any folder
        "write_file(pathlib.Path(sys.argv[1]), sys.argv[2])\n"
    )

    def write(text: str, code: int) -> str:
        command = [sys.executable, "-c", program, str(held), text]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stderr

    with TemporaryDirectory(dir="/tmp") as made:  # a folder that other users may enter
        held = Path(made) / "held"
        held.write_text("before")
        held.chmod(0o666)
        Path(made).chmod(0o555)
        write("after", 0)
        assert held.read_text() == "after"
        held.chmod(0o444)
        assert "Permission denied" in write("never", 1)
        assert held.read_text() == "after"
        Path(made).chmod(0o755)
