"""Print the last part of a review comment: the policies that a preview violated, and its errors.

    python engine_says.py EVENTS CODE

EVENTS is the file that `pulumi preview --event-log` wrote, and CODE the exit code of that command. The engine
has masked the secrets in the file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

MOST = 50
"""Maximum number of rows. A comment has at most 65,536 characters, and the review takes a part of them."""
LONGEST = 300
"""Maximum length of a cell in characters."""


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
    """Return the rows. They omit the first line of a message, which repeats the policy's name."""
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
