"""A simulated account for the components that read one while the program runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from program_account import read_by_programs

from talend_processing.simulator import Simulator


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """Start the account that a program's preflight checks read."""
    with Simulator() as running, read_by_programs(running, monkeypatch):
        yield running
