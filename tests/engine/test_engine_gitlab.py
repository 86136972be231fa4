"""The script of the kit that writes notes and issues to GitLab, run against `gitlab_server`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from gitlab_server import GitLab, serving
from kit import KIT
from waiting import PATIENCE


@pytest.fixture
def gitlab() -> Iterator[GitLab]:
    with serving() as server:
        yield server


def run(gitlab: GitLab, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    variables = {"CI_API_V4_URL": gitlab.url, "CI_PROJECT_ID": "7", "CI_MERGE_REQUEST_IID": "3"}
    return subprocess.run(
        [sys.executable, KIT / "scripts" / "gitlab.py", *arguments],
        env=dict(os.environ) | variables | {"GITLAB_TOKEN": "made-up-token"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def test_a_note_is_created_once_and_then_updated(gitlab: GitLab, tmp_path: Path) -> None:
    gitlab.notes = [{"id": number, "body": f"a person's note {number}"} for number in (1, 2, 3)]
    others = [dict(one) for one in gitlab.notes]
    file = tmp_path / "comment.md"
    for text in ("first ✓", "second"):
        file.write_text(f"<!-- talend-processing: production -->\n{text}\n", encoding="utf-8")
        done = run(gitlab, "note", file)
        assert done.returncode == 0, done.stderr
        assert [one["body"] for one in gitlab.notes[3:]] == [file.read_text(encoding="utf-8")]
    file.write_text("<!-- talend-processing: staging -->\n")
    assert run(gitlab, "note", file).returncode == 0
    assert len(gitlab.notes) == 5
    assert gitlab.notes[:3] == others
    assert gitlab.tokens == {"made-up-token"}


def test_an_issue_is_opened_once_updated_and_closed(gitlab: GitLab, tmp_path: Path) -> None:
    def issues() -> list[tuple[str, str, str]]:
        return [(one["title"], one["description"], one["state"]) for one in gitlab.issues]

    file = tmp_path / "issue.md"
    other = ("Drift in staging-production, as seen", "by a person", "opened")
    fields = ("title", "description", "state")
    gitlab.issues = [{"id": 900 + n, "iid": n} | dict(zip(fields, other, strict=True)) for n in (1, 2)]
    title = "Drift in staging"
    assert run(gitlab, "close", title).returncode == 0
    assert issues() == [other, other]
    for text in ("one heap", "two heaps"):
        file.write_text(text)
        done = run(gitlab, "issue", title, file)
        assert done.returncode == 0, done.stderr
        assert issues() == [other, other, (title, text, "opened")]
    assert run(gitlab, "close", title).returncode == 0
    assert issues() == [other, other, (title, "two heaps", "closed")]
    assert run(gitlab, "issue", title, file).returncode == 0
    assert issues()[3:] == [(title, "two heaps", "opened")]


def test_an_error_of_gitlab_is_one_line_without_the_token(gitlab: GitLab, tmp_path: Path) -> None:
    gitlab.refuses = True
    file = tmp_path / "comment.md"
    file.write_text("<!-- talend-processing: production -->\n")
    done = run(gitlab, "note", file)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "GitLab answers 403" in done.stderr
    assert "made-up-token" not in done.stderr
