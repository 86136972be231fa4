"""Draw docs/demo.svg from the demo's real output: `python -m tools.docs.demo_svg`."""

from __future__ import annotations

import os
import pty
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[2]
_WIDTH = 104
_CONTROL = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[\??\d*[A-HJKSTfhlsu]|\x1b[=>]|\x07")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_PASSING = ("toolchain:", "@ updating", "creating (0s)", "[urn=", "[id=", "Duration:", "pulumi:pulumi:Stack")
"""Words in lines to leave out, which are overwritten, differ between runs, or only lengthen the picture."""


def recorded() -> str:
    """Return the output of the demo on a terminal."""
    os.environ |= {"COLUMNS": str(_WIDTH), "LINES": "200", "TERM": "xterm-256color"}
    chunks: list[bytes] = []

    def keep(descriptor: int) -> bytes:
        chunks.append(os.read(descriptor, 4096))
        return chunks[-1]

    status = pty.spawn([sys.executable, str(ROOT / "examples" / "demo.py")], keep)
    if status:
        raise SystemExit(f"the demo failed with status {status}")
    return b"".join(chunks).decode()


def lines(printed: str) -> list[str]:
    """Return the lines that stay on the screen and are the same in every run, with a fixed address."""
    text = _CONTROL.sub("", printed.replace("\r\n", "\n"))
    text = re.sub(r"http://127\.0\.0\.1:\d+", "http://127.0.0.1:8765", text)
    kept = [line for line in text.split("\n") if not any(word in _COLOUR.sub("", line) for word in _PASSING)]
    bare = [_COLOUR.sub("", line).strip() for line in kept]
    return [line for line, here, before in zip(kept, bare, ["", *bare], strict=False) if here or before]


def main() -> None:
    """Record the demo and draw it."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=_WIDTH, file=nowhere, force_terminal=True)
        for line in lines(recorded()):
            console.print(Text.from_ansi(line), soft_wrap=False, no_wrap=True, overflow="ellipsis")
        console.save_svg(str(ROOT / "docs" / "demo.svg"), title="make demo")


if __name__ == "__main__":
    main()
