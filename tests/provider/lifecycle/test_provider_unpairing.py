"""A change of `unpair_triggers` where the API unpairs only engines that are paired."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from talend_processing.client.api.client import TalendClient
from talend_processing.client.errors import ValidationError
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

ETL = {"name": "etl-1", "environmentId": "5e0000000000000000000001"}
TABLES = {"RemoteEngine": "remoteEngines", "PipelineEngine": "pipelineEngines"}
PATHS = {"RemoteEngine": "remote-engines", "PipelineEngine": "pipeline-engines"}


@dataclass
class Engine:
    """An engine with triggers, in an account that refuses to unpair engines that are not paired."""

    kind: str
    simulator: Simulator
    session: Session
    warned: list[str] = field(default_factory=list)
    id: str = ""
    outs: dict[str, Any] = field(default_factory=dict)

    def create(self) -> None:
        self.id, self.outs = lifecycle_of(find(self.kind)).create(self.session, ETL | self._triggers("1"))

    def rotate(self) -> None:
        lifecycle = lifecycle_of(find(self.kind))
        self.outs = lifecycle.update(self.session, self.id, self.outs, ETL | self._triggers("2"))

    def key(self) -> str | None:
        (engine,) = self.simulator.state()[TABLES[self.kind]]
        return engine.get("preAuthorizedKey")

    def _triggers(self, value: str) -> dict[str, Any]:
        return {"unpairTriggers": {"machine": value}}


@pytest.fixture(params=TABLES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    warned: list[str] = []
    with (
        Simulator(switches={"unpair_unpaired": "refuse"}) as simulator,
        TalendClient(Settings(simulator.url, AccessToken("made-up")), sleep=lambda _: None) as client,
    ):
        session = Session(client, api_url=simulator.url, warn=warned.append)
        engine = Engine(request.param, simulator, session, warned)
        engine.create()
        yield engine


def test_an_engine_that_is_not_paired_keeps_its_key_with_a_warning(engine: Engine) -> None:
    before = engine.key()
    engine.rotate()
    (warning,) = engine.warned
    assert "is not paired, so the API refused to unpair it (400). It keeps its key" in warning
    assert engine.outs["preAuthorizedKey"] == engine.key() == before
    assert engine.outs["unpairTriggers"] == {"machine": "2"}


def test_a_paired_engine_is_unpaired(engine: Engine) -> None:
    engine.simulator.pair(engine.id)
    engine.rotate()
    assert engine.warned == []
    assert engine.outs["status"] == "NOT_PAIRED"
    assert engine.outs["preAuthorizedKey"] == engine.key()


def test_a_refusal_to_unpair_a_paired_engine_is_an_error(engine: Engine) -> None:
    engine.simulator.pair(engine.id)
    path = f"/processing/runtimes/{PATHS[engine.kind]}/*/pairing"
    engine.simulator.fault("DELETE", path, kind="status", status=400)
    with pytest.raises(ValidationError):
        engine.rotate()
    assert engine.warned == []
