"""A wait that outlasts the token of a service account: 45 minutes of controlled time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from run_stack import EXECUTABLES, STARTS, RunStack, arguments
from waiting import PATIENCE

from talend_processing.cli.shared.exits import Exit
from talend_processing.cli.shared.start_and_wait import Wait, run_to_end
from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, ServiceAccount, Settings
from talend_processing.provider.runs.kinds import KINDS
from talend_processing.provider.runs.send_start import RunRequest
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Clock, Simulator

pytestmark = pytest.mark.assumes(token_seconds=1800, token_encodings="both")

ACCOUNT = ServiceAccount("robot", "hidden-secret")
MINUTES = 45
POLL = 30
BEGAN = 1_800_000_000.0
RUNS = 4
TOKEN = "/security/oauth/token"


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(clock=Clock(lambda: BEGAN)) as running:
        running.switch("execution_seconds", MINUTES * 60)
        account = running.state()
        account["promotions"][0]["seconds"] = MINUTES * 60
        running.load(account)
        running.switch("promotion_under_way", "201")
        yield running


def seen(simulator: Simulator, kind: str) -> tuple[int, int, int]:
    """Return how many runs were started, how many tokens fetched and how many calls refused with 401."""
    journal = simulator.journal()
    posts = [one["path"] for one in journal if one["method"] == "POST"]
    return posts.count(STARTS[kind]), posts.count(TOKEN), sum(one["status"] == 401 for one in journal)


@pytest.mark.parametrize("kind", [pytest.param("task", marks=pytest.mark.slow), "promotion"])
def test_an_up_can_wait_longer_than_its_token_is_valid(simulator: Simulator, kind: str) -> None:
    stack = RunStack(simulator, kind, credentials=ACCOUNT)
    stack.up(arguments(kind, waitTimeout=3600, pollInterval=POLL))
    assert (stack.errors, stack.warned) == ([], [])
    assert stack.state["Completion"].outputs["status"] in KINDS[kind].success_statuses
    assert seen(simulator, kind) == (1, 2, 0)


@pytest.mark.parametrize("kind", [pytest.param("task", marks=pytest.mark.slow), "promotion"])
def test_a_wait_whose_token_expires_is_continued_by_the_next_up(simulator: Simulator, kind: str) -> None:
    simulator.fault("GET", "/processing/**", kind="status", status=401, count=None, skip=5)
    stack = RunStack(simulator, kind, credentials=AccessToken("made-up-token"))
    stack.up(arguments(kind, waitTimeout=3600, pollInterval=POLL))
    (error,) = stack.errors
    assert "continues, but the wait for its end failed" in error
    assert "run `pulumi up` again: it waits for this run and does not start another" in error
    simulator.clear_faults()
    stack.up(arguments(kind, waitTimeout=3600, pollInterval=POLL))
    assert (stack.errors, len(stack.started())) == ([], 1)
    assert stack.state["Completion"].outputs["status"] in KINDS[kind].success_statuses


class SharedClock:
    """A clock that several waits and the simulator share. It advances when all of them wait."""

    def __init__(self, simulator: Simulator, waits: int) -> None:
        self.now = 0.0
        self._simulator = simulator
        self._all_wait = threading.Barrier(waits, self._advance, PATIENCE)

    def __call__(self) -> float:
        return self.now

    def moment(self) -> float:
        return BEGAN + self.now

    def wait(self, seconds: float) -> None:
        assert seconds == POLL
        self._all_wait.wait()

    def _advance(self) -> None:
        self.now += POLL
        self._simulator.advance(POLL)


def test_all_waits_of_a_process_fetch_one_new_token(simulator: Simulator) -> None:
    clock = SharedClock(simulator, RUNS)
    settings = Settings(simulator.url, ACCOUNT, requests_per_minute=1_000_000)
    with TalendClient(settings, clock=clock, sleep=lambda _: None, wall_clock=clock.moment) as client:
        session = Session(
            client,
            api_url=simulator.url,
            clock=clock,
            wall_clock=clock.moment,
            wait=clock.wait,
        )

        def run(_: int) -> Exit:
            request = RunRequest(
                kind=KINDS["task"],
                arguments={"executable": EXECUTABLES["task"]},
                intended_at=session.utc_now(),
                timeout=7200,
            )
            return run_to_end(session, request, Wait(poll_interval=POLL, timeout=7200)).code

        with ThreadPoolExecutor(RUNS) as pool:
            assert list(pool.map(run, range(RUNS))) == [Exit.SUCCESS] * RUNS
    assert clock.now > MINUTES * 60
    assert seen(simulator, "task") == (RUNS, 2, 0)
