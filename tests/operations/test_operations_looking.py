"""A start whose outcome is not known is looked for by the API's clock, not by this machine's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from talend_processing.client.api import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.runs.looking import look
from talend_processing.provider.session import Session
from talend_processing.provider.values import Inputs, Outputs

HERE = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
INTENT = {"executable": "load", "intendedAt": HERE.isoformat()}


class Listed:
    """A kind of run whose list shows executions that began at these moments."""

    noun = "task"

    def __init__(self, *began: datetime, from_look: int = 1) -> None:
        self.executions = [
            {"executionId": f"e{n}", "began": moment.isoformat()} for n, moment in enumerate(began, 1)
        ]
        self.looks = 0
        self.from_look = from_look

    def start(self, client: TalendClient, inputs: Inputs, before: object = None) -> str:
        raise AssertionError((client, inputs, before))

    def since(
        self, client: TalendClient, executable: str, when: datetime, until: datetime
    ) -> Iterable[Outputs]:
        assert (client, executable) == (client, "load")
        assert when < until
        self.looks += 1
        return [dict(one) for one in self.executions] if self.looks >= self.from_look else []

    def began(self, answer: Any) -> str:
        return str(answer["began"])


def session(*, ahead: float = 0.0, waited: list[float] | None = None) -> Session:
    client: Any = SimpleNamespace(server_ahead=ahead)
    waits = [] if waited is None else waited
    return Session(client, api_url="", wait=waits.append, clock=lambda: 0.0, list_delay=20)


def found(listed: Listed, within: Session) -> str | None:
    answer = look(within, listed, INTENT)
    return None if answer is None else str(answer["executionId"])


@pytest.mark.parametrize("ahead", [-3600.0, -30.0, 0.0, 30.0, 3600.0])
def test_clocks_that_differ_hide_nothing_and_find_nothing_older(ahead: float) -> None:
    there = HERE + timedelta(seconds=ahead)
    earlier, later = there - timedelta(seconds=10), there + timedelta(seconds=1)
    assert found(Listed(earlier, later), session(ahead=ahead)) == "e2"
    assert found(Listed(earlier), session(ahead=ahead)) is None


def test_a_list_that_lags_is_asked_again_once_it_can_lag_no_more() -> None:
    waited: list[float] = []
    assert found(Listed(HERE, from_look=2), session(waited=waited)) == "e1"
    assert waited == [0.0, 20.0]


def test_several_are_shown_and_refused() -> None:
    with pytest.raises(LifecycleError, match=r"2 executions have begun: e1, e2\. Nothing was started"):
        found(Listed(HERE, HERE), session())


def test_what_another_resource_of_the_program_stands_for_is_not_taken() -> None:
    within = session()
    within.know("e1")
    assert found(Listed(HERE), within) is None


def test_the_client_learns_the_api_s_clock_from_its_answers() -> None:
    import httpx  # noqa: PLC0415 - the transport of this test alone

    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=[], headers={"date": "Tue, 24 Nov 2026 12:00:30 GMT"})

    settings = Settings("https://api.example.com", AccessToken("made-up"))
    transport = httpx.MockTransport(answer)
    with TalendClient(settings, transport=transport, wall_clock=HERE.timestamp) as client:
        assert client.server_ahead == 0
        client.environments.list()
        assert client.server_ahead == pytest.approx(30)
