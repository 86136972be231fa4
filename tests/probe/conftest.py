"""The probe sends requests outside the contract, to accounts whose switches violate it too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contract.watch import Watch


@pytest.fixture(autouse=True)
def within_the_contract(contract_watch: Watch) -> Iterator[None]:
    """Requests and responses may violate the contract on purpose. The simulator must not fail."""
    yield
    assert contract_watch.bugs() == []
