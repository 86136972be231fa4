"""A simulated account, exports of it, and plans for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from accounts import EXAMPLE
from export_of import Decide, Exporter
from mock_engine import preview_of
from program_account import read_by_programs

from talend_processing.adopt.plan.model import Plan
from talend_processing.adopt.plan.preview import Preview
from talend_processing.provider.lifecycle import clusters, engines, memberships, run_profiles, singletons
from talend_processing.simulator import Simulator
from talend_processing.simulator.account.seed_files import read_seed_file

HEAD = """
import pulumi
import talend_processing as talend

config = pulumi.Config()
production = talend.find_environment(name="production")
finance = talend.find_workspace(name="Finance", environment=production.id)
place = {"environment_id": production.id, "workspace_id": finance.id}
"""
LIFECYCLES = (clusters, engines, memberships, run_profiles, singletons)
"""Imported here, so that pytest does not rewrite modules in the threads that read an account."""


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    with Simulator() as running, read_by_programs(running, monkeypatch):
        yield running


@pytest.fixture
def exporter(simulator: Simulator) -> Exporter:
    return Exporter(simulator)


@pytest.fixture
def decide(exporter: Exporter, tmp_path: Path) -> Decide:
    """Plan the adoption of a program in the example account."""
    exporter.simulator.load(read_seed_file(EXAMPLE))

    def of(
        program: str, *, managed: Mapping[str, tuple[str, str]] | None = None, **options: Any
    ) -> tuple[Plan, Preview]:
        from talend_processing.adopt.plan.matching import make_plan  # noqa: PLC0415

        (tmp_path / "__main__.py").write_text(HEAD + program)
        seen = replace(preview_of(tmp_path, {"token": "dapi-hush"}), managed=managed or {})
        with exporter.session() as session:
            return make_plan(session, seen, parallel=4, **options), seen

    return of
