"""Draw the Mermaid diagrams of pages that have no picture yet: `python -m tools.docs_site.draw_diagrams`.

Mermaid is downloaded from npm temporarily, and runs in a headless Chromium.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.docs_site.browser import browse
from tools.docs_site.site_diagrams import PICTURES, diagrams

MERMAID = "mermaid@11.12.1"
CONFIG = {
    "startOnLoad": False,
    "theme": "neutral",
    "fontFamily": "Helvetica, Arial, sans-serif",
    "htmlLabels": False,
    "flowchart": {"htmlLabels": False},
}
_PAGE = """<!doctype html><meta charset="utf-8"><body><script src="mermaid.min.js"></script>
<script type="application/json" id="given">%s</script>
<script>
const [config, name, text] = JSON.parse(document.getElementById("given").textContent)
mermaid.initialize(config)
mermaid.render(name, text).then(
  ({svg}) => {
    const box = document.createElement("div")
    box.innerHTML = svg
    document.body.textContent = "SVG:" + new XMLSerializer().serializeToString(box.firstChild) + ":SVG"
  },
  (error) => { document.body.textContent = String(error) },
)
</script>"""


def library(folder: Path) -> Path:
    """Install Mermaid into a folder, and return the path of its script."""
    command = ["npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", MERMAID]
    subprocess.run(command, cwd=folder, check=True, timeout=600)
    return folder / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"


def draw(text: str, name: str, folder: Path) -> str:
    """Return the picture of a diagram as SVG."""
    given = json.dumps([CONFIG, name, text]).replace("<", "\\u003c")
    page = folder / f"{name}.html"
    page.write_text(_PAGE % given, encoding="utf-8")
    printed, _ = browse(page.as_uri(), "--virtual-time-budget=20000", "--dump-dom")
    found = re.search(r"SVG:(.*):SVG", html.unescape(printed), re.DOTALL)
    if not found:
        raise SystemExit(f"Mermaid cannot draw this diagram:\n{text}\n{printed[-500:]}")
    return re.sub(r"\d+\.\d{2,}", lambda number: f"{float(number[0]):.1f}", found[1]) + "\n"


def main() -> int:
    """Draw new diagrams, and remove the pictures of deleted ones."""
    wanted = diagrams()
    for stale in set(PICTURES.glob("*.svg")) - set(wanted):
        stale.unlink()
    new = {picture: text for picture, text in wanted.items() if not picture.exists()}
    if not new:
        return 0
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        script = library(Path(folder))
        for picture, text in new.items():
            picture.write_text(draw(text, f"d{picture.stem}", script.parent), encoding="utf-8")
            print(f"drew {picture.name}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
