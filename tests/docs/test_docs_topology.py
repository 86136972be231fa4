"""The picture of a topology is what the project draws."""

from __future__ import annotations

from docs import topology_svg


def test_the_picture_is_up_to_date() -> None:
    assert topology_svg.PICTURE.read_text() == topology_svg.drawn(), "run `python -m docs.topology_svg`"
