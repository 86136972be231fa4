"""Which stacks count as production, and which as read-only, by their names alone."""

from __future__ import annotations

import pytest

from talend_processing.policies import REGISTRY, Settings, Subject
from talend_processing.policies.production import PRODUCTION, is_production
from talend_processing.policies.resource_view import TYPE_PREFIX


def engine(stack: str) -> Subject:
    urn = f"urn:pulumi:{stack}::fleet::{TYPE_PREFIX}RemoteEngine::etl"
    return Subject("RemoteEngine", "etl", urn, {})


@pytest.mark.parametrize(
    ("stack", "counts"),
    [
        *((name, True) for name in ("prod", "production", "live-eu", "eu.prod", "PROD", "Production_2")),
        *((name, False) for name in ("dev", "reproduction", "delivery", "prodigy", "PRODIGY")),
    ],
)
def test_the_name_of_a_stack_says_whether_it_is_production(stack: str, counts: bool) -> None:  # noqa: FBT001
    settings = Settings("made-up", PRODUCTION, {})
    assert is_production(engine(stack), settings) is counts


@pytest.mark.parametrize(
    ("stack", "counts"), [("read-only", True), ("ReadOnly", True), ("spreadonly", False)]
)
def test_the_name_of_a_stack_says_whether_it_is_read_only(stack: str, counts: bool) -> None:  # noqa: FBT001
    known = REGISTRY["no-runs-in-read-only-stacks"].settings
    assert Settings("made-up", known, {}).matches("stacks", stack) is counts
