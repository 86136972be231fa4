"""What holds in every test: what simulators of this process get and answer keeps to the contract."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contract.watch import Watch


@pytest.fixture(scope="session")
def contract_watch() -> Iterator[Watch]:
    watch = Watch()
    with watch.on():
        yield watch


@pytest.fixture(autouse=True)
def within_the_contract(request: pytest.FixtureRequest, contract_watch: Watch) -> Iterator[None]:
    """Engine and host processes too: their requests arrive at a simulator of this process."""
    yield
    wrong = request.node.get_closest_marker("wrong_requests") is not None
    assert contract_watch.violations(wrong_requests=wrong) == []
