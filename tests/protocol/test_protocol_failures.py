"""Missing arguments after a failure: `--continue-on-error` omits those that come from the failed resource."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from harness import Host, Refused

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.sdk

ENGINE = {"name": "etl", "environmentId": "5e0000000000000000000002"}
HEAP = {"name": "heap", "type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"]}


def fail(host: Host) -> None:
    """Create a resource that fails, so that the run continues after a failure."""
    with pytest.raises(Refused, match=r"environmentId: no such environment|no environment has the id"):
        host.up("RemoteEngine", ENGINE | {"environmentId": "0" * 24})


@pytest.fixture
def run(next_run: Callable[..., Host]) -> Host:
    """Return a host of its own for the test, because a failure changes the rest of a run."""
    return next_run()


def test_a_missing_argument_is_refused_at_once_while_nothing_has_failed(run: Host) -> None:
    with pytest.raises(Refused, match=r"^engine_id is required$"):
        run.check("RemoteEngineRunProfile", HEAP)


def test_after_a_failure_a_missing_argument_fails_only_if_the_engine_creates_the_resource(run: Host) -> None:
    fail(run)
    assert run.check("RemoteEngineRunProfile", HEAP).items() >= HEAP.items()
    with pytest.raises(Refused, match=r"engine_id is required$"):
        run.up("RemoteEngineRunProfile", HEAP)
    with pytest.raises(Refused, match=r"^name must not be blank$"):
        run.check("RemoteEngineRunProfile", {**HEAP, "name": " "})


def test_after_a_failure_a_missing_argument_replaces_nothing(run: Host, simulator: Simulator) -> None:
    engine = run.up("RemoteEngine", ENGINE)
    profile = run.up("RemoteEngineRunProfile", {**HEAP, "engineId": engine.id})
    fail(run)
    changes, replaces, _ = run.diff(profile, run.check("RemoteEngineRunProfile", HEAP))
    assert (changes, replaces) == (True, [])
    before = len(simulator.journal())
    with pytest.raises(Refused, match=r"engine_id is required$"):
        run.up("RemoteEngineRunProfile", HEAP, profile)
    assert len(simulator.journal()) == before
