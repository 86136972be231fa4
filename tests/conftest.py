"""Fixtures and hooks of all tests: the contract check, the rules of simulators, scheduling, clean-up."""

from __future__ import annotations

import json
import os
import signal
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from contract.watch import Watch
from talend_processing.simulator.control.initial_rules import RULES_VARIABLE, read_rules
from talend_processing.testing.processes import end_processes

RUN = "PYTEST_RUN_ID"
"""The variable that every process of one test run inherits. At the end, it shows which processes to end."""

SHARED = frozenset(
    f"test_engine_{name}.py"
    for name in ("drift", "gitlab_pipeline", "gitops", "policies", "policies_docs", "review", "workflows")
)
"""Modules whose tests share a stack that took long to deploy."""

VARY_RULES = frozenset({"simulator", "probe"})
"""Folders whose tests set each switch of the simulator themselves."""


def pytest_configure(config: pytest.Config) -> None:
    """Let Ctrl-C and SIGTERM end the tests with their fixtures' clean-up.

    Processes that a shell starts in the background ignore Ctrl-C.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    if not hasattr(config, "workerinput"):
        os.environ[RUN] = str(uuid.uuid4())
    # Most of the memory of a `pulumi` command is filled while it starts, and stays: fewer garbage collections
    # save a twentieth of its time.
    os.environ.setdefault("GOGC", "400")


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the processes that this run started and no fixture has ended, its workers included."""
    if not hasattr(config, "workerinput"):
        end_processes(RUN, os.environ[RUN])


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Run one test more than there are cores: a test that runs `pulumi` also waits for it."""
    return (os.cpu_count() or 1) + 1


class _Scheduling(LoadScopeScheduling):
    """Hand out tests one by one, and the tests of a module that deploys a stack for all of them together."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return module if Path(module).name in SHARED else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _Scheduling:
    """Have one worker set up what the tests of a module share."""
    config.option.loadscopereorder = False  # the longest tests come first
    return _Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take seconds each, so that no core idles at the end."""
    items.sort(key=lambda item: ("engine" not in item.path.parts, item.get_closest_marker("slow") is None))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Start the test's simulators with the rules of `TALEND_SIMULATOR_RULES`, and the test's own.

    The markers `assumes` of a test and its module name the settings that it depends on. This is a hook and
    no fixture, because it must precede the fixtures of the module.
    """
    report = os.environ.pop(RULES_VARIABLE, None)
    rules = {} if report is None or VARY_RULES & set(item.path.parts) else dict(read_rules(report).values)
    for mark in reversed(list(item.iter_markers("assumes"))):
        rules |= mark.kwargs
    with tempfile.TemporaryDirectory(prefix="talend-rules-") if rules else nullcontext() as folder:
        if folder:
            path = Path(folder, "rules.json")
            listed = [{"rule": name, "observed": value} for name, value in rules.items()]
            path.write_text(json.dumps({"format": 1, "rules": listed}), encoding="utf-8")
            os.environ[RULES_VARIABLE] = str(path)
        try:
            return (yield)
        finally:
            os.environ.pop(RULES_VARIABLE, None)
            if report is not None:
                os.environ[RULES_VARIABLE] = report


@pytest.fixture(scope="session")
def contract_watch() -> Iterator[Watch]:
    watch = Watch()
    with watch.on():
        yield watch


@pytest.fixture(autouse=True)
def within_the_contract(request: pytest.FixtureRequest, contract_watch: Watch) -> Iterator[None]:
    """Check that requests to simulators and their responses conform to the contract.

    The simulators run in this process, so this includes the calls of engine and host processes.
    """
    yield
    wrong = request.node.get_closest_marker("wrong_requests") is not None
    assert contract_watch.violations(wrong_requests=wrong) == []
