"""`python -m tools.toolchain`: the folder alone on stdout."""

from pathlib import Path

import pytest

from tools.toolchain import __main__ as command
from tools.toolchain.errors import ToolchainError


def test_the_folder_is_all_that_stdout_gets(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "engine_folder", lambda: tmp_path)
    assert command.main() == 0
    assert capsys.readouterr().out == f"{tmp_path}\n"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ToolchainError("no pulumi: none"), 1, "toolchain: no pulumi: none\n"),
        (KeyboardInterrupt(), 130, "toolchain: interrupted; run it again to continue\n"),
    ],
)
def test_an_end_without_a_folder_prints_none(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    said: str,
) -> None:
    def fails() -> Path:
        raise error

    monkeypatch.setattr(command, "engine_folder", fails)
    assert command.main() == code
    written = capsys.readouterr()
    assert (written.out, written.err) == ("", said)
