"""Publish the result of a script in GitLab.

    python gitlab.py note FILE           write a note of the merge request, identified by its first line
    python gitlab.py issue TITLE FILE    write an issue, identified by its title
    python gitlab.py close TITLE         close that issue

`note` and `issue` update an existing note or issue. The pipeline's variables contain the address.
GITLAB_TOKEN is a project access token with the scope `api`.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode


def note(file: str) -> None:
    """Create the note of the merge request, or update it."""
    body = Path(file).read_text(encoding="utf-8")
    mark = body.partition("\n")[0]
    notes = f"merge_requests/{os.environ['CI_MERGE_REQUEST_IID']}/notes"
    for one in each(notes):
        if one["body"].startswith(mark):
            ask("PUT", f"{notes}/{one['id']}", {"body": body})
            return
    ask("POST", notes, {"body": body})


def issue(title: str, file: str) -> None:
    """Open the issue, or update it if it is open."""
    text = Path(file).read_text(encoding="utf-8")
    number = number_of(title)
    if number is None:
        ask("POST", "issues", {"title": title, "description": text})
    else:
        ask("PUT", f"issues/{number}", {"description": text})


def close(title: str) -> None:
    """Close the issue, if there is one."""
    number = number_of(title)
    if number is not None:
        ask("PUT", f"issues/{number}", {"state_event": "close"})


def number_of(title: str) -> int | None:
    """Return the number of the open issue with exactly this title, or None."""
    found = each("issues", state="opened", search=title, **{"in": "title"})
    return next((one["iid"] for one in found if one["title"] == title), None)


def each(path: str, **asked: str) -> Iterator[dict[str, Any]]:
    """Yield all objects of a list, page by page."""
    page = "1"
    while page:
        found, page = ask("GET", f"{path}?{urlencode(asked | {'per_page': '100', 'page': page})}")
        yield from found


def ask(method: str, path: str, body: dict[str, str] | None = None) -> tuple[Any, str]:
    """Send a request. Return GitLab's response, and the number of the next page or an empty string."""
    request = urllib.request.Request(  # noqa: S310 - the address is the pipeline's own
        f"{os.environ['CI_API_V4_URL']}/projects/{os.environ['CI_PROJECT_ID']}/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "PRIVATE-TOKEN": os.environ["GITLAB_TOKEN"]},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer), answer.headers.get("x-next-page") or ""
    except urllib.error.HTTPError as error:
        sys.exit(f"error: {method} {path}: GitLab answers {error.code} {error.reason}")
    except urllib.error.URLError as error:
        sys.exit(f"error: {method} {path}: GitLab cannot be reached: {error.reason}")


if __name__ == "__main__":
    {"note": note, "issue": issue, "close": close}[sys.argv[1]](*sys.argv[2:])
