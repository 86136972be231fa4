"""Open every page of the built site in headless Chromium: `make site-check`.

A page must load all its resources from this machine, and its console must be empty. Pictures of some pages
are saved to site-pictures/ for a visual check.
"""

from __future__ import annotations

import shutil
import sys
import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tools.docs_site.browser import browse, photograph

ROOT = Path(__file__).parents[2]
SITE = ROOT / "site"
PICTURES = ROOT / "site-pictures"
PHOTOGRAPHED = ("index", "tutorial", "reference/RemoteEngine", "explanation", "runs", "performance")


class Handler(SimpleHTTPRequestHandler):
    """Serve the site, and record requests for missing files."""

    missing: list[str]

    def __init__(self, *args: Any, missing: list[str], **more: Any) -> None:
        self.missing = missing
        super().__init__(*args, **more)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002 - as the base class has it
        """Record failures instead of printing all requests."""
        if isinstance(code, int) and code >= HTTPStatus.BAD_REQUEST:
            self.missing.append(f"{int(code)} {self.path}")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as in the base class
        """Print nothing."""


def main() -> int:
    """Visit the pages. The exit code is 1 if a page has errors."""
    missing: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(SITE), missing=missing))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}"
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir()
    complaints = []
    for page in sorted(SITE.rglob("index.html")):
        path = page.relative_to(SITE).parent.as_posix()
        complaints += browse(f"{home}/{path}/", "--dump-dom", "--virtual-time-budget=3000")[1]
    for name in PHOTOGRAPHED:
        url = f"{home}/{'' if name == 'index' else name}/"
        picture = PICTURES / f"{name.replace('/', '-')}.png"
        complaints += photograph(url, picture)
        complaints += photograph(url, picture.with_stem(f"{picture.stem}-dark-phone"), width=500, dark=True)
    server.shutdown()
    print(
        "\n".join([*complaints, *missing])
        or f"all pages are complete; check the pictures in {PICTURES.name}/"
    )
    return bool(complaints or missing)


if __name__ == "__main__":
    sys.exit(main())
