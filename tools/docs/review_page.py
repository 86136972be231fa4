"""The table of findings in docs/how-to/review.md, from the rules."""

from __future__ import annotations

from pathlib import Path

from benchmarks.page import replaced
from talend_processing.review.findings.rules import RULES

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "review.md"


def page() -> str:
    """Return the page with an updated table."""
    lines = ["| Finding | Risk | What happens | For running work |", "|---|---|---|---|"]
    lines += [
        f"| `{rule.name}` | {' or '.join(risk.word for risk in rule.risks)} | {rule.what} | {rule.why} |"
        for rule in RULES.values()
    ]
    return replaced(PAGE.read_text(encoding="utf-8"), "rules", "\n".join(lines))
