"""`python -m tools.toolchain` prints only the folder on stdout."""

from pathlib import Path

import pytest

from tools.toolchain import __main__ as command
from tools.toolchain.errors import ToolchainError


def test_stdout_contains_only_the_folder(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "engine_folder", lambda: tmp_path)
    assert command.main() == 0
    assert capsys.readouterr().out == f"{tmp_path}\n"


@pytest.mark.parametrize(
    ("error", "code", "expected"),
    [
        (ToolchainError("no pulumi: none"), 1, "toolchain: no pulumi: none\n"),
        (KeyboardInterrupt(), 130, "toolchain: interrupted; run it again to continue\n"),
    ],
)
def test_a_failure_prints_one_line_on_stderr(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    expected: str,
) -> None:
    def fails() -> Path:
        raise error

    monkeypatch.setattr(command, "engine_folder", fails)
    assert command.main() == code
    written = capsys.readouterr()
    assert (written.out, written.err) == ("", expected)
