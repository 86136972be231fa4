"""The changelog keeps to its format, and a release takes its notes from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.release import changelog
from tools.release.changelog import ReleaseError, main, section

LINES = changelog.CHANGELOG.read_text(encoding="utf-8").splitlines()
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
EXAMPLE = """# Changelog

## [Unreleased]

## [1.2.0] - 2026-12-01

### Fixed

- A thing.

## [1.1.0] - 2026-11-01

## [1.0.0]

- First.

[1.2.0]: https://example.test/1.2.0
"""


def test_headings_are_those_of_keep_a_changelog() -> None:
    headings = [line for line in LINES if line.startswith("## ")]
    assert headings[0] == "## [Unreleased]"
    for heading in headings[1:]:
        assert re.fullmatch(r"## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading)
    assert {line.removeprefix("### ") for line in LINES if line.startswith("### ")} <= KINDS


def test_a_kind_of_change_has_one_heading_in_a_version() -> None:
    for part in "\n".join(LINES).split("\n## ")[1:]:
        kinds = re.findall(r"^### (\w+)$", part, re.MULTILINE)
        assert len(kinds) == len(set(kinds)) > 0


def test_every_version_has_a_link() -> None:
    named = re.findall(r"^## \[([^]]+)\]", "\n".join(LINES), re.MULTILINE)
    linked = [found[1] for line in LINES if (found := re.match(r"\[([^]]+)\]: https://", line))]
    assert linked == named


def test_the_notes_of_a_release_are_its_section() -> None:
    assert section(EXAMPLE, "v1.2.0") == "### Fixed\n\n- A thing.\n"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("v2.0.0", "has no section for 2.0.0"),
        ("v1.0.0", "has no date for 1.0.0"),
        ("v1.1.0", "has an empty section for 1.1.0"),
    ],
)
def test_a_release_without_notes_is_refused(tag: str, expected: str) -> None:
    with pytest.raises(ReleaseError, match=expected):
        section(EXAMPLE, tag)


def test_the_command_prints_the_notes_or_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "CHANGELOG.md"
    file.write_text(EXAMPLE, encoding="utf-8")
    monkeypatch.setattr(changelog, "CHANGELOG", file)
    main("v1.2.0")
    assert capsys.readouterr().out == section(EXAMPLE, "v1.2.0")
    with pytest.raises(SystemExit, match=r"^release: CHANGELOG\.md has no section"):
        main("v9.9.9")
    assert capsys.readouterr().out == ""
