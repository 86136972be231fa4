"""The state of a stack is exported by the `pulumi` on PATH, or an error says why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell_scripts import write_script

from talend_processing.stack.document import DocumentError
from talend_processing.stack.export import export_state

pytestmark = pytest.mark.posix

STATE = '{"version": 3, "deployment": {"resources": []}}'


def put_pulumi(folder: Path, line: str, patch: pytest.MonkeyPatch) -> None:
    """Put a `pulumi` on PATH that runs a line of shell."""
    write_script(folder / "pulumi", line)
    patch.setenv("PATH", f"{folder}:/bin:/usr/bin")
    patch.delenv("PULUMI_ORGANIZATION", raising=False)


def test_a_stack_of_the_user_is_found_by_its_short_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = f"case \"$*\" in */*) exit 255;; esac; echo '{STATE}'"
    put_pulumi(tmp_path, line, monkeypatch)
    assert export_state("fleet", "prod").managed == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "echo no such stack >&2; exit 255",
            "`pulumi stack export --stack organization/fleet/prod`: no such stack",
        ),
        ("echo not JSON", "the export, line 1: "),
    ],
)
def test_an_error_says_why_there_is_no_state(
    line: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_pulumi(tmp_path, line, monkeypatch)
    with pytest.raises(DocumentError) as raised:
        export_state("fleet", "prod")
    assert str(raised.value).startswith(expected)


def test_an_error_names_a_missing_pulumi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DocumentError, match="`pulumi stack export` cannot be run"):
        export_state("fleet", "prod")
