"""Many waits share one list call."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from talend_processing.client.api.client import TalendClient
from talend_processing.client.api.plans import PlanRequest
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.runs.completion import Completion
from talend_processing.provider.runs.shared_list import SharedList
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

PLAN = "9f0b1c5e-0000-4000-8000-000000000001"
SINCE = datetime(2026, 11, 24, tzinfo=UTC)


def test_polls_within_an_interval_share_one_list_call() -> None:
    asked: list[datetime] = []
    now = [0.0]

    def latest(since: datetime) -> list[dict[str, object]]:
        asked.append(since)
        return [{"executionId": "one", "status": "executing"}]

    shared_list = SharedList(latest, lambda: now[0])
    assert shared_list.find("one", SINCE, 10) == {"executionId": "one", "status": "executing"}
    assert shared_list.find("two", SINCE, 10) is None
    assert len(asked) == 1
    now[0] = 10.0
    shared_list.find("one", SINCE, 10)
    assert len(asked) == 2


def test_a_list_says_nothing_about_a_run_that_began_after_it() -> None:
    now = [0.0]
    shared_list = SharedList(lambda _: [{"executionId": "one"}], lambda: now[0])
    shared_list.find("one", SINCE, 10)
    now[0] = 4.0
    assert shared_list.find("two", SINCE, 10) == {}
    now[0] = 10.0
    assert shared_list.find("two", SINCE, 10) is None


def test_a_failing_list_is_fetched_once_per_interval() -> None:
    asked: list[datetime] = []
    now = [0.0]

    def latest(since: datetime) -> list[dict[str, object]]:
        asked.append(since)
        raise ConnectionError

    shared_list = SharedList(latest, lambda: now[0])
    with pytest.raises(ConnectionError):
        shared_list.find("one", SINCE, 10)
    assert shared_list.find("one", SINCE, 10) is None
    assert len(asked) == 1


@pytest.mark.assumes(execution_list_delay=0)
def test_fifty_plan_runs_that_wait_together_share_their_list_calls() -> None:
    """At most one list call in each interval, and two calls for each run that has ended."""
    spec = find("PlanRunCompletion")
    runs, interval = 50, 0.25
    with Simulator() as simulator:
        simulator.switch("execution_seconds", 0.3)
        settings = Settings(simulator.url, AccessToken("made-up"), requests_per_minute=1_000_000)
        with TalendClient(settings) as client:
            session = Session(client, api_url=simulator.url, wait=client.wait)
            started = datetime.now(UTC).isoformat()
            ids = [
                client.plan_executions.start(PlanRequest(executable=PLAN)).execution_id for _ in range(runs)
            ]
            simulator.clear_journal()

            def wait(execution_id: str) -> dict[str, Any]:
                inputs = {
                    "executionId": execution_id,
                    "startStatus": "STARTED",
                    "intendedAt": started,
                    "executable": PLAN,
                    "waitTimeout": 60,
                    "pollInterval": interval,
                    "onFailure": "fail",
                }
                return Completion(spec).create(session, inputs)[1]

            began = session.now()
            with ThreadPoolExecutor(runs) as pool:
                ended = list(pool.map(wait, ids))
            intervals = (session.now() - began) / interval
    assert {one["status"] for one in ended} == {"execution_successful"}
    paths = [one["path"] for one in simulator.journal()]
    lists = sum(path.endswith("/executables/plans/executions") for path in paths)
    assert lists <= intervals + 1
    assert len(paths) - lists == 2 * runs
