"""Nothing starts after the `pulumi` process has exited, even if it exits while the start is delayed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from run_stack import EXECUTABLES, STARTS

from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.runs.start_once import Execution
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@pytest.mark.parametrize("kind", EXECUTABLES)
@pytest.mark.parametrize("exits", ["before", "while it waits"])
def test_an_orphaned_host_starts_nothing(simulator: Simulator, kind: str, exits: str) -> None:
    spec, executable = find(f"{kind.title()}RunExecution"), EXECUTABLES[kind]
    attended = [exits != "before"]
    simulator.fault("POST", STARTS[kind], kind="status", status=429, retry_after=60)

    def sleep(_seconds: float) -> None:
        attended[0] = False

    settings = Settings(simulator.url, AccessToken("made-up"))
    with TalendClient(settings, sleep=sleep) as client:
        session = Session(client, api_url=simulator.url, attended=lambda: attended[0])
        inputs = {
            "token": "t",
            "intendedAt": "2026-11-25T12:00:00+00:00",
            "intendedBy": session.process,
            "generation": 0,
            "executable": executable,
            "waitTimeout": 60,
        }
        if kind == "promotion":
            _, outs = Execution(spec).create(session, inputs)
            assert outs["startStatus"] == "NOT_SENT"
            message = str(outs["message"])
        else:
            with pytest.raises(LifecycleError) as raised:
                Execution(spec).create(session, inputs)
            message = str(raised.value)
    assert f"{kind} {executable} was not started: the `pulumi` that requested it has exited" in message
    state = simulator.state()
    assert [state[f"{one}Executions"] for one in EXECUTABLES] == [[], [], []]
    assert len(simulator.journal()) == (0 if exits == "before" else 1)
