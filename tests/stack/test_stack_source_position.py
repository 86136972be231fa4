"""The line of the user's program that a state names."""

from __future__ import annotations

import pytest

from talend_processing.stack.source_position import Position, trace_of


@pytest.mark.parametrize(
    ("position", "line"),
    [
        ("project:///__main__.py#7", 7),
        ("project:///__main__.py#7,3", 7),
        ("project:///__main__.py#", 1),
        # Neither is a number for `int`, although both consist of digits.
        ("project:///__main__.py#\N{SUPERSCRIPT TWO}", 1),
        (f"project:///__main__.py#{'9' * 5000}", 1),
    ],
)
def test_the_line_is_read_from_the_position_and_is_1_if_it_is_unreadable(position: str, line: int) -> None:
    assert trace_of({"sourcePosition": position}) == (Position("__main__.py", line),)
