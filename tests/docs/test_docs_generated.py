"""The generated pages agree with the declarations."""

from __future__ import annotations

from tools.docs import generate


def test_the_reference_is_up_to_date() -> None:
    stale = [path.name for path, text in generate.pages().items() if path.read_text() != text]
    assert stale == [], "run `make docs`"
