from collections.abc import Iterator

import pytest

from talend_processing.provider.declare.program import client_for, program_client
from talend_processing.simulator import Simulator


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """The account that a program's look-ups read."""
    with Simulator() as running:
        monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up-token")
        monkeypatch.setenv("TALEND_API_URL", running.url)
        client_for.cache_clear()
        yield running
        program_client().close()
        client_for.cache_clear()
