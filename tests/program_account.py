"""A simulator as the account that the look-ups of a program read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from talend_processing.provider.declare.program import client_for, program_client
from talend_processing.simulator import Simulator


@contextmanager
def read_by_programs(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let programs read the account of a simulator, and close their client at the end."""
    monkeypatch.setenv("TALEND_API_URL", simulator.url)
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up-token")
    client_for.cache_clear()
    yield
    if client_for.cache_info().currsize:
        program_client().close()
        client_for.cache_clear()
