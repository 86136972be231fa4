"""Long steps report their progress."""

import threading

import pytest

from tools.toolchain import progress


def test_a_long_step_shows_progress_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    messages: list[str] = []
    heard = threading.Event()

    def say(text: str) -> None:
        messages.append(text)
        heard.set()

    monkeypatch.setattr(progress, "say", say)
    with progress.heartbeat(lambda: "building", every=0.001):
        assert heard.wait(10)
    assert messages[0].startswith("building, ")
    assert "toolchain-heartbeat" not in {thread.name for thread in threading.enumerate()}
