"""What holds in every test: what simulators of this process get and answer keeps to the contract."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from contract.watch import Watch
from talend_processing.client import moments


def pytest_configure() -> None:
    """Have Ctrl-C work: a shell that starts the tests in its background has them ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def own_limit_logs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Simulators have new addresses all the time: what their clients keep is not to fill the user's cache."""
    folder = tmp_path_factory.mktemp("limits")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moments, "_cache_folder", lambda: folder)
        yield


@pytest.fixture(scope="session")
def contract_watch() -> Iterator[Watch]:
    watch = Watch()
    with watch.on():
        yield watch


@pytest.fixture(autouse=True)
def within_the_contract(request: pytest.FixtureRequest, contract_watch: Watch) -> Iterator[None]:
    """Engine and host processes too: their requests arrive at a simulator of this process."""
    yield
    wrong = request.node.get_closest_marker("wrong_requests") is not None
    assert contract_watch.violations(wrong_requests=wrong) == []
