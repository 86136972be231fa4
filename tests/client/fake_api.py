"""Replacements for the API and for time in the client's tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Protocol, TypeAlias

import httpx

from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, ServiceAccount

TOKEN = "made-up-token-0123456789"
BODY = {"name": "etl", "environmentId": "v"}
ENGINE = {"id": "e1", "name": "etl", "status": "PAIRED"}
Behaviour: TypeAlias = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class Make(Protocol):
    """Opens clients with settings."""

    def __call__(
        self, credentials: AccessToken | ServiceAccount = ..., **settings: float
    ) -> TalendClient: ...


class Time:
    """A clock that advances only during waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []
        self.at_next_wait: Callable[[], object] = lambda: None
        """Called once, when the next wait begins."""

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        act, self.at_next_wait = self.at_next_wait, lambda: None
        act()
        self.waits.append(seconds)
        self.now += seconds


class Api:
    """Answers requests with given responses in order. The last one repeats."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.answers: list[Behaviour] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
        return answer(request)

    def will(self, *answers: Behaviour) -> None:
        self.answers = list(answers)

    @property
    def body(self) -> object:
        return json.loads(self.requests[-1].content)


def refused(status: int, **body: object) -> httpx.Response:
    """Return an error of the API."""
    return httpx.Response(status, json={"status": status, "message": "no", **body})
