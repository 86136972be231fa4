"""A simulated account, and exports of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from export_of import Exporter

from talend_processing.provider.declare import program
from talend_processing.provider.lifecycle import clusters, engines, memberships, run_profiles, singletons
from talend_processing.simulator import Simulator

TOKEN = "made-up-token"
LIFECYCLES = (clusters, engines, memberships, run_profiles, singletons)
"""Imported here, and not by the threads that read an account: pytest rewrites what it imports."""


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    with Simulator() as running:
        monkeypatch.setenv("TALEND_API_URL", running.url)
        monkeypatch.setenv("TALEND_ACCESS_TOKEN", TOKEN)
        program.client_for.cache_clear()
        yield running
        if program.client_for.cache_info().currsize:
            program.program_client().close()
            program.client_for.cache_clear()


@pytest.fixture
def exporter(simulator: Simulator) -> Exporter:
    return Exporter(simulator)
