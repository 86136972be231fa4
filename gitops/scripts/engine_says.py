"""Print the engine's messages of a preview as the end of a review comment: violated policies and errors.

    python engine_says.py EVENTS CODE

EVENTS is the output of `pulumi preview --event-log`, and CODE the exit code. The engine has masked secrets.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

MOST = 50
"""Rows: a comment holds 65,536 characters, and the review stands before them."""
LONGEST = 300
"""Characters of a cell."""


def main(events: Path, code: int) -> None:
    """Print the sections."""
    lines = events.read_text(encoding="utf-8").splitlines() if events.exists() else []
    found = [json.loads(line) for line in lines]
    violations = [one["policyEvent"] for one in found if "policyEvent" in one]
    # Violations that forbid the change come first.
    violations.sort(key=lambda one: str(one["enforcementLevel"]) != "mandatory")
    if any("policyLoadEvent" in one for one in found):
        print("\n### Policies\n")
        print("\n".join(table(violations)) if violations else "No policy is violated.")
    if code:
        print(f"\n### The preview failed\n\n{reason(found, violations)}")


def table(violations: list[dict[str, Any]]) -> list[str]:
    """The rows, without a policy's title: its name says as much."""
    rows = [
        f"| {'🔴' if one['enforcementLevel'] == 'mandatory' else '🟠'} {one['enforcementLevel']}"
        f" | {cell(one['policyName'])} | {cell(one['message'].partition(chr(10))[2] or one['message'])} |"
        for one in violations
    ]
    more = [f"\n… and {len(rows) - MOST} more."] if len(rows) > MOST else []
    return ["| | Policy | What it found |", "|---|---|---|", *rows[:MOST], *more]


def reason(found: list[dict[str, Any]], violations: list[dict[str, Any]]) -> str:
    """Return a short reason for the failure of the preview."""
    if any(one["enforcementLevel"] == "mandatory" for one in violations):
        return "A mandatory policy forbids this change."
    errors = [one["diagnosticEvent"] for one in found if "diagnosticEvent" in one]
    texts = [one["message"].strip()[:1000] for one in errors if one["severity"] == "error"]
    indented = "\n\n".join(texts[:5]).splitlines()
    return "\n".join(f"    {line}" for line in indented) or "The pipeline's log says why."


def cell(text: str) -> str:
    """Escape and shorten a text for a cell of the table."""
    return " ".join(text.split())[:LONGEST].replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
