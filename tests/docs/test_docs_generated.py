"""The generated pages agree with the declarations."""

from __future__ import annotations

import enum

from tools.docs import generate


class Outcome(enum.Enum):
    """An enumeration with a docstring of two lines."""

    DONE = 0
    """Everything
    worked."""


def test_a_docstring_of_two_lines_fits_into_a_cell_of_a_table() -> None:
    assert generate._members(Outcome) == {"DONE": "Everything worked."}


def test_the_reference_is_up_to_date() -> None:
    stale = [path.name for path, text in generate.pages().items() if path.read_text() != text]
    assert stale == [], "run `make docs`"
