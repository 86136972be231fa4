"""Headless Chromium, without access to the network."""

from __future__ import annotations

import functools
import shutil
import subprocess
import tempfile
from pathlib import Path

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-logging=stderr",
]
_LOOPBACK_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
"""A page that needs another server fails here, as for a reader without a network."""


@functools.cache
def chromium() -> str:
    """Return the command of the browser."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise SystemExit("No Chromium is on PATH: on Debian, `apt-get install chromium`.")


def browse(url: str, *options: str) -> tuple[str, list[str]]:
    """Open a page and return what Chromium printed, and the messages of the page's console."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        done = subprocess.run(
            [chromium(), *_FLAGS, _LOOPBACK_ONLY, f"--user-data-dir={profile}", *options, url],
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=120,
        )
    return done.stdout, [line for line in done.stderr.splitlines() if ":CONSOLE" in line]


def photograph(
    url: str, picture: Path, *, width: int = 1280, height: int = 1600, dark: bool = False
) -> list[str]:
    """Save a picture of a page and return the messages of its console."""
    mode = ["--blink-settings=preferredColorScheme=0"] if dark else []
    size = f"--window-size={width},{height}"
    return browse(url, f"--screenshot={picture}", size, "--virtual-time-budget=3000", *mode)[1]
