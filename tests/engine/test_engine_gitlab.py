"""The GitOps kit's way to GitLab: its pipeline fits the schema, its note is written once and then changed.

There is no GitLab here: a server that keeps notes, as `/api/v4` documents them, stands for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

KIT = Path(__file__).parents[2] / "gitops"
NOTES = "/api/v4/projects/7/merge_requests/3/notes"
PAGE = 2


class GitLab(ThreadingHTTPServer):
    """Keeps notes, two on a page."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.notes: list[dict[str, object]] = []
        self.tokens: set[str | None] = set()
        self.refuses = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/v4"


class Handler(BaseHTTPRequestHandler):
    server: GitLab

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        assert url.path == NOTES
        page = int(parse_qs(url.query)["page"][0])
        more = page * PAGE < len(self.server.notes)
        self.answer(200, self.server.notes[(page - 1) * PAGE : page * PAGE], str(page + 1) if more else "")

    def do_POST(self) -> None:
        assert self.path == NOTES
        self.server.notes.append({"id": len(self.server.notes) + 1, "body": self.body()})
        self.answer(201, self.server.notes[-1])

    def do_PUT(self) -> None:
        folder, _, number = self.path.rpartition("/")
        assert folder == NOTES
        self.server.notes[int(number) - 1]["body"] = self.body()
        self.answer(200, self.server.notes[int(number) - 1])

    def body(self) -> str:
        return str(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"])

    def answer(self, status: int, document: object, following: str = "") -> None:
        self.server.tokens.add(self.headers["PRIVATE-TOKEN"])
        self.send_response(403 if self.server.refuses else status)
        self.send_header("x-next-page", following)
        self.end_headers()
        self.wfile.write(json.dumps(document).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        pass


@pytest.fixture
def gitlab() -> Iterator[GitLab]:
    with GitLab() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def note(gitlab: GitLab, file: Path) -> subprocess.CompletedProcess[str]:
    variables = {"CI_API_V4_URL": gitlab.url, "CI_PROJECT_ID": "7", "CI_MERGE_REQUEST_IID": "3"}
    return subprocess.run(
        [sys.executable, KIT / "scripts" / "gitlab_note.py", file],
        env=dict(os.environ) | variables | {"GITLAB_TOKEN": "made-up-token"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_note_is_written_once_and_then_brought_up_to_date(gitlab: GitLab, tmp_path: Path) -> None:
    gitlab.notes = [{"id": number, "body": f"a person's note {number}"} for number in (1, 2, 3)]
    others = [dict(one) for one in gitlab.notes]
    file = tmp_path / "comment.md"
    for text in ("first ✓", "second"):
        file.write_text(f"<!-- talend-processing: production -->\n{text}\n", encoding="utf-8")
        done = note(gitlab, file)
        assert done.returncode == 0, done.stderr
        assert [one["body"] for one in gitlab.notes[3:]] == [file.read_text(encoding="utf-8")]
    file.write_text("<!-- talend-processing: staging -->\n")
    assert note(gitlab, file).returncode == 0
    assert len(gitlab.notes) == 5
    assert gitlab.notes[:3] == others
    assert gitlab.tokens == {"made-up-token"}


def test_a_refusal_is_one_line_without_the_token(gitlab: GitLab, tmp_path: Path) -> None:
    gitlab.refuses = True
    file = tmp_path / "comment.md"
    file.write_text("<!-- talend-processing: production -->\n")
    done = note(gitlab, file)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "GitLab answers 403" in done.stderr
    assert "made-up-token" not in done.stderr


def test_the_pipeline_fits_its_schema() -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    command = [checker, "--builtin-schema", "vendor.gitlab-ci", KIT / ".gitlab-ci.yml"]
    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
