"""An account, and a stack in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lifecycle_stack import Stack

from talend_processing.simulator import Simulator


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@pytest.fixture
def stack(simulator: Simulator) -> Stack:
    return Stack(simulator)
