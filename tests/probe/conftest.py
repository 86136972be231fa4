"""The probe asks what the contract does not allow, of accounts whose switches leave it as well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contract.watch import Watch


@pytest.fixture(autouse=True)
def within_the_contract(contract_watch: Watch) -> Iterator[None]:
    """Requests and answers may leave the contract on purpose; the simulator may not fail."""
    yield
    assert contract_watch.bugs() == []
