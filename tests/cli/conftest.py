"""A simulated account in the environment variables that users set."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from talend_processing.simulator import Simulator

TOKEN = "made-up-token"


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    with Simulator() as running:
        monkeypatch.setenv("TALEND_API_URL", running.url)
        monkeypatch.setenv("TALEND_ACCESS_TOKEN", TOKEN)
        yield running
