"""The README's first screen shows what the project makes, not what somebody once wrote down."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_review_is_taken_from_a_real_comment() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("<!-- review: begin -->\n")[2].partition("<!-- review: end -->")[0].splitlines()
    comment = (ROOT / "docs" / "review-comment.md").read_text(encoding="utf-8").splitlines()
    assert len(shown) > 5
    assert [line for line in shown if line not in comment] == []
