"""The README's first screen shows current output."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_review_is_taken_from_a_real_comment() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("<!-- review: begin -->\n")[2].partition("<!-- review: end -->")[0].splitlines()
    comment = (ROOT / "docs" / "review-comment.md").read_text(encoding="utf-8").splitlines()
    assert len(shown) > 5
    assert [line for line in shown if line not in comment] == []


def test_the_page_names_exactly_the_existing_examples() -> None:
    folder = ROOT / "examples"
    named = set(re.findall(r"\]\((\w+)/__main__\.py\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert named == {program.parent.name for program in folder.glob("*/Pulumi.yaml")}
