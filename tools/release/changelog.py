"""`python -m tools.release.changelog TAG`: print the changelog's section of a release, for its notes."""

from __future__ import annotations

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
_HEADING = re.compile(r"^## \[(?P<name>[^]]+)\](?: - (?P<date>\d{4}-\d{2}-\d{2}))?$")
_REFERENCE = re.compile(r"^\[[^]]+\]: ")


class ReleaseError(Exception):
    """A fault that must be fixed before the release."""


def section(text: str, tag: str) -> str:
    """Return the section of a changelog for a tag such as `v1.2.0`, without its heading.

    Raises:
        ReleaseError: The section is missing, has no date or is empty.

    """
    version = tag.removeprefix("v")
    lines = iter(text.splitlines())
    heading = next(
        (found for line in lines if (found := _HEADING.match(line)) and found["name"] == version), None
    )
    if heading is None:
        raise ReleaseError(
            f"CHANGELOG.md has no section for {version}: rename [Unreleased] as in docs/releasing.md"
        )
    if heading["date"] is None:
        raise ReleaseError(f"CHANGELOG.md has no date for {version}: write ## [{version}] - YYYY-MM-DD")
    kept = []
    for line in lines:
        if line.startswith("## ") or _REFERENCE.match(line):
            break
        kept.append(line)
    if notes := "\n".join(kept).strip():
        return notes + "\n"
    raise ReleaseError(f"CHANGELOG.md has an empty section for {version}")


def main(tag: str) -> None:
    """Print the section of a tag."""
    try:
        sys.stdout.write(section(CHANGELOG.read_text(encoding="utf-8"), tag))
    except ReleaseError as error:
        sys.exit(f"release: {error}")


if __name__ == "__main__":
    main(sys.argv[1])
