"""The search for a start of unknown outcome uses the clock of the API, not of this machine."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from talend_processing.client.api.client import TalendClient
from talend_processing.client.api.tasks import TaskRequest
from talend_processing.client.errors import UnexpectedResponseError
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.runs.kinds import TaskRuns
from talend_processing.provider.runs.start_lookup import Lookup, find_started
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Clock, Simulator

TASK = "5a0000000000000000000001"
OLDER = 10.0
"""How many seconds before the intent somebody else started the task."""


@dataclass
class TwoClocks:
    """This machine and the API, each with its own clock, and the intent to start a task now."""

    ahead: float = 0.0
    """Seconds by which the API's clock is ahead."""
    now: float = field(default_factory=time.time)
    waited: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.simulator = Simulator(clock=Clock(lambda: self.now + self.ahead))
        self.intended_at = datetime.fromtimestamp(self.now, UTC)

    def client(self) -> TalendClient:
        """Return a client that has made no call yet, as in a new process."""
        settings = Settings(self.simulator.url, AccessToken("made-up"))
        return TalendClient(settings, wall_clock=lambda: self.now)

    def start(self, seconds: float = 0.0) -> str:
        """Let somebody start the task `seconds` from now. Return the execution's id."""
        self.now += seconds
        with self.client() as client:
            started = client.task_executions.start(TaskRequest(executable=TASK)).execution_id
        self.now -= seconds
        return started

    def look_up(self, *, known: str = "") -> Lookup:
        """Look up the start in a new process, five seconds later."""
        self.now += 5
        with self.client() as client:
            session = Session(
                client,
                api_url=self.simulator.url,
                clock=lambda: self.now,
                wall_clock=lambda: self.now,
                wait=self._wait,
                list_delay=20,
            )
            session.ownership.record(known)
            read_again_at = session.opened_at + session.list_delay
            return find_started(session, TaskRuns(), TASK, self.intended_at, read_again_at=read_again_at)

    def _wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


@pytest.fixture
def clocks(request: pytest.FixtureRequest) -> Iterator[TwoClocks]:
    made = TwoClocks(getattr(request, "param", 0.0))
    with made.simulator:
        yield made


@pytest.mark.parametrize("clocks", [-7200.0, -30.0, 0.0, 30.0, 7200.0], indirect=True)
def test_a_start_is_found_if_the_clocks_differ(clocks: TwoClocks) -> None:
    clocks.start(-OLDER)
    started = clocks.start()
    assert clocks.look_up() == Lookup(started)


@pytest.mark.parametrize("clocks", [-7200.0, -30.0, 0.0, 5.0], indirect=True)
def test_an_execution_from_before_the_intent_is_not_used(clocks: TwoClocks) -> None:
    clocks.start(-OLDER)
    assert clocks.look_up() == Lookup()


@pytest.mark.parametrize("clocks", [30.0, 7200.0], indirect=True)
def test_an_execution_from_before_is_a_candidate_if_the_clocks_differ(clocks: TwoClocks) -> None:
    """This machine's clock may have been set since the intent, so the execution may be the wanted one."""
    older = clocks.start(-OLDER)
    found = clocks.look_up()
    assert (found.execution_id, found.candidates) == ("", (older,))
    assert re.search(r"clock is \d+ s ahead .*not certain", found.doubt)


def test_a_lagging_list_is_fetched_again_after_the_list_delay(clocks: TwoClocks) -> None:
    clocks.simulator.switch("execution_list_delay", 15)
    started = clocks.start()
    assert clocks.look_up() == Lookup(started)
    assert clocks.waited == [0.0, 20.0]


def test_several_candidates_are_listed_and_not_chosen(clocks: TwoClocks) -> None:
    ids = {clocks.start(), clocks.start(1)}
    found = clocks.look_up()
    assert (found.execution_id, {*found.candidates}) == ("", ids)
    assert found.doubt.startswith("2 executions have begun since ")


def test_an_execution_of_another_resource_is_not_used(clocks: TwoClocks) -> None:
    assert clocks.look_up(known=clocks.start()) == Lookup()


@pytest.mark.parametrize("clocks", [30.0], indirect=True)
def test_the_client_learns_the_clock_of_the_api_from_responses(clocks: TwoClocks) -> None:
    with clocks.client() as client:
        assert client.server_ahead == 0
        client.environments.list()
        assert client.server_ahead == pytest.approx(30, abs=1)


def test_a_page_without_items_does_not_hide_a_start(clocks: TwoClocks) -> None:
    clocks.start()
    clocks.simulator.fault(kind="wrong-schema", body={}, method="GET", count=None)
    with pytest.raises(UnexpectedResponseError, match="items is required unless total is 0"):
        clocks.look_up()
