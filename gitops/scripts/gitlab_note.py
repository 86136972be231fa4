"""Write a file as the note of a merge request, or bring the note up to date that begins with the same line.

    python gitlab_note.py FILE

The pipeline's variables say where; GITLAB_TOKEN is a project access token with the scope `api`.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any


def main(body: str) -> None:
    """Write the note."""
    project, number = os.environ["CI_PROJECT_ID"], os.environ["CI_MERGE_REQUEST_IID"]
    notes, page = f"projects/{project}/merge_requests/{number}/notes", "1"
    mark = body.partition("\n")[0]
    while page:
        found, page = ask("GET", f"{notes}?per_page=100&page={page}")
        for note in found:
            if str(note["body"]).startswith(mark):
                ask("PUT", f"{notes}/{note['id']}", body)
                return
    ask("POST", notes, body)


def ask(method: str, path: str, body: str | None = None) -> tuple[Any, str]:
    """What GitLab answers, and the number of the page after it, if there is one."""
    request = urllib.request.Request(  # noqa: S310 - the address is the pipeline's own
        f"{os.environ['CI_API_V4_URL']}/{path}",
        method=method,
        data=None if body is None else json.dumps({"body": body}).encode(),
        headers={"Content-Type": "application/json", "PRIVATE-TOKEN": os.environ["GITLAB_TOKEN"]},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer), answer.headers.get("x-next-page") or ""
    except urllib.error.HTTPError as error:
        sys.exit(f"error: {method} {path}: GitLab answers {error.code} {error.reason}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).read_text(encoding="utf-8"))
