"""A server that replaces GitLab: it keeps notes and issues like `/api/v4`."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

NOTES = "/api/v4/projects/7/merge_requests/3/notes"
ISSUES = "/api/v4/projects/7/issues"
PAGE = 2


class GitLab(ThreadingHTTPServer):
    """Keeps notes and issues, and lists two on a page."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.notes: list[dict[str, Any]] = []
        self.issues: list[dict[str, Any]] = []
        self.tokens: set[str | None] = set()
        self.refuses = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/v4"


class Handler(BaseHTTPRequestHandler):
    server: GitLab

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = parse_qs(url.query)
        kept = self.kept(url.path)
        if url.path == ISSUES:
            assert asked["in"] == ["title"]
            (state,), (search,) = asked["state"], asked["search"]
            kept = [one for one in kept if one["state"] == state and search in one["title"]]
        page = int(asked["page"][0])
        following = str(page + 1) if page * PAGE < len(kept) else ""
        self.answer(200, kept[(page - 1) * PAGE : page * PAGE], following)

    def do_POST(self) -> None:
        kept = self.kept(self.path)
        number = len(kept) + 1
        kept.append({"id": 900 + number, "iid": number, "state": "opened"} | self.body())
        self.answer(201, kept[-1])

    def do_PUT(self) -> None:
        folder, _, number = self.path.rpartition("/")
        key = "id" if folder == NOTES else "iid"
        (one,) = [one for one in self.kept(folder) if one[key] == int(number)]
        one.update(self.body())
        if one.pop("state_event", "") == "close":
            one["state"] = "closed"
        self.answer(200, one)

    def kept(self, path: str) -> list[dict[str, Any]]:
        return {NOTES: self.server.notes, ISSUES: self.server.issues}[path]

    def body(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        return found

    def answer(self, status: int, document: object, following: str = "") -> None:
        self.server.tokens.add(self.headers["PRIVATE-TOKEN"])
        self.send_response(403 if self.server.refuses else status)
        self.send_header("x-next-page", following)
        self.end_headers()
        self.wfile.write(json.dumps(document).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        pass


@contextmanager
def serving() -> Iterator[GitLab]:
    """Serve a GitLab for one test."""
    with GitLab() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
