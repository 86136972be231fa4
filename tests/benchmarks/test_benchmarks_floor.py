"""The empty provider is a lower bound only if it stores the same properties as ours."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.contender import Setting, contenders
from benchmarks.measured_stack import MeasuredStack
from tools.toolchain.find import engine_folder

pytestmark = pytest.mark.slow


def test_the_empty_provider_keeps_the_properties_that_ours_keeps() -> None:
    with contenders(("empty", "ours"), engine_folder(), Setting(10)) as (empty, ours):
        empty.stack.up()
        ours.stack.up()
        floor, held = shapes(empty.stack), shapes(ours.stack)
    assert len(held) == 10
    assert floor == held


def shapes(stack: MeasuredStack) -> list[tuple[Any, Any]]:
    """Return inputs and outputs of each resource, ordered by name, with types in place of values."""
    resources = sorted(stack.resources(), key=lambda one: str(one["outputs"]["name"]))
    return [(shape(one["inputs"]), shape(one["outputs"])) for one in resources]


def shape(value: Any) -> Any:
    """Return the type of a value, or the types of the members of an object."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    return type(value)
