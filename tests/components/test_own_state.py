"""Runtimes are read from the stack's state, with retries while Pulumi writes the state."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pulumi
import pytest

from talend_processing.components.own_state import managed_runtime_ids

STATE = {
    "name": "organization/project/stack",
    "outputs": {
        "engine": {"type": "pulumi-python:dynamic/talend:RemoteEngine", "outputs": {"runtimeId": "r-1"}},
        "profile": {"type": "pulumi-python:dynamic/talend:RunProfile", "outputs": {"runtimeId": "r-3"}},
        "other": {"type": "aws:ec2:Instance", "outputs": {"runtimeId": "r-2"}},
    },
}


@pytest.fixture
def paused(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the delays instead of sleeping."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Simulate an engine that fails to read the state a number of times."""

    def after(failures: int) -> list[str]:
        asked: list[str] = []

        def invoke(token: str, arguments: dict[str, Any]) -> SimpleNamespace:
            asked.append(f"{token} {arguments['stackName']}")
            if len(asked) <= failures:
                raise Exception("invoke failed: EOF")  # noqa: TRY002 - as the SDK does
            return SimpleNamespace(value=STATE)

        monkeypatch.setattr(pulumi.runtime, "invoke", invoke)
        return asked

    return after


def test_only_runtimes_of_this_provider_are_returned(
    answers: Callable[..., list[str]], paused: list[float]
) -> None:
    asked = answers(0)
    assert managed_runtime_ids() == {"r-1"}
    assert len(asked) == 1
    assert asked[0].startswith("pulumi:pulumi:readStackResourceOutputs ")
    assert paused == []


def test_reading_is_retried_at_growing_intervals(
    answers: Callable[..., list[str]], paused: list[float]
) -> None:
    asked = answers(3)
    assert managed_runtime_ids() == {"r-1"}
    assert len(asked) == 4
    assert len(paused) == 3
    assert all(shorter < longer for shorter, longer in pairwise(paused))


def test_an_unreadable_state_returns_none_within_a_second(
    answers: Callable[..., list[str]], paused: list[float]
) -> None:
    answers(100)
    assert managed_runtime_ids() is None
    assert 0 < sum(paused) < 1
