"""Every account that the simulator accepts is exported, and adopted without a difference."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from export_of import Exporter
from hypothesis import HealthCheck, Phase, given, settings
from odd_accounts import Oddity, odd_accounts

from contract.watch import Watch
from talend_processing.adopt.export.manifest import Style
from talend_processing.adopt.plan.import_markers import unwrapped
from talend_processing.provider.kinds import registry
from talend_processing.provider.kinds.diff import diff

pytestmark = [pytest.mark.slow, pytest.mark.assumes(cloud_jvm_rollback="present", pipeline_list_kinds="all")]


_QUICK = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.generate],
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    database=None,
)
_LONG = settings(_QUICK, max_examples=200)


@pytest.fixture(autouse=True)
def within_the_contract(contract_watch: Watch) -> Iterator[None]:
    """Responses with unexpected members violate the contract on purpose. The simulator must not fail."""
    yield
    assert contract_watch.bugs() == []


def _round_trip(
    exporter: Exporter, account: tuple[dict[str, Any], list[Oddity]], style: Style, *, lint: bool
) -> None:
    seed, odd = account
    exporter.load(seed, odd)
    exporter.simulator.clear_journal()
    program = exporter.program(style)
    undeclarable = {one.object_id for one in odd if not one.declarable}
    assert len(program.omissions) == len(undeclarable), program.omissions
    assert not undeclarable & {one.live.object_id for one in program.declared}
    listed = ("clusters", "remoteEngines", "runProfiles", "pipelineEngines", "pipelineRunProfiles")
    ids_in_seed = {one["id"] for table in listed for one in seed[table]}
    assert ids_in_seed - undeclarable <= {one.live.object_id for one in program.declared}
    again = exporter.program(style)
    assert again.files == program.files
    with TemporaryDirectory() as folder:
        plan = exporter.plan(program, Path(folder))
        for command in (["format", "--check"], ["check"]) if lint else ():
            done = subprocess.run(
                [Path(sys.executable).with_name("ruff"), *command, "--isolated", "--no-cache", "."],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout
    assert [
        (one.planned.urn, one.status, one.reason) for one in plan.decisions if one.status != "identical"
    ] == []
    assert len(plan.decisions) == len(program.declared)
    for one in plan.decisions:
        spec = registry.find(one.planned.kind)
        outputs, inputs = unwrapped(one.outputs), unwrapped(one.inputs)
        assert isinstance(outputs, dict)
        assert isinstance(inputs, dict)
        assert not diff(spec, outputs, inputs)
    ids = {(one.planned.kind, one.object_id) for one in plan.decisions}
    assert ids == {one.live.key for one in program.declared}
    writes = [one for one in exporter.simulator.journal() if one["method"] != "GET"]
    assert {one["operation"] for one in writes} <= {"search_run_profiles"}


@pytest.mark.parametrize("style", ["resources", "topology"])
def test_random_accounts_are_adopted_as_they_are(exporter: Exporter, style: Style) -> None:
    linted = itertools.cycle([True, False, False, False])  # ruff takes most of the time

    @_QUICK
    @given(odd_accounts())
    def check(account: tuple[dict[str, Any], list[Oddity]]) -> None:
        _round_trip(exporter, account, style, lint=next(linted))

    check()


@pytest.mark.soak
@pytest.mark.parametrize("style", ["resources", "topology"])
def test_many_random_accounts_are_adopted_as_they_are(exporter: Exporter, style: Style) -> None:
    @_LONG
    @given(odd_accounts())
    def check(account: tuple[dict[str, Any], list[Oddity]]) -> None:
        _round_trip(exporter, account, style, lint=True)

    check()
