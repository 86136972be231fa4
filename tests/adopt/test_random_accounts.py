"""Every account that the simulator accepts is exported, and adopted without a difference."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from accounts import accounts
from export_of import Exporter
from hypothesis import HealthCheck, Phase, given, settings

from talend_processing.adopt.export.program import Style
from talend_processing.adopt.plan.secret_marks import opened
from talend_processing.provider.kinds import registry
from talend_processing.provider.lifecycle.diff import diff

pytestmark = pytest.mark.slow


_QUICK = settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    database=None,
)
_LONG = settings(_QUICK, max_examples=200)


def _round_trip(exporter: Exporter, seed: dict[str, Any], style: Style) -> None:
    exporter.simulator.load(seed)
    exporter.simulator.clear_journal()
    program = exporter.program(style)
    assert program.omissions == ()
    again = exporter.program(style)
    assert again.files == program.files
    with TemporaryDirectory() as folder:
        plan = exporter.plan(program, Path(folder))
        for command in (["format", "--check"], ["check"]):
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
        outputs, inputs = opened(one.outputs), opened(one.inputs)
        assert isinstance(outputs, dict)
        assert isinstance(inputs, dict)
        assert not diff(spec, outputs, inputs)
    ids = {(one.planned.kind, one.object_id) for one in plan.decisions}
    assert ids == {one.live.key for one in program.declared}
    writes = [one for one in exporter.simulator.journal() if one["method"] != "GET"]
    assert {one["operation"] for one in writes} <= {"search_run_profiles"}


@pytest.mark.parametrize("style", ["resources", "topology"])
def test_random_accounts_are_adopted_as_they_are(exporter: Exporter, style: Style) -> None:
    @_QUICK
    @given(accounts())
    def check(seed: dict[str, Any]) -> None:
        _round_trip(exporter, seed, style)

    check()


@pytest.mark.soak
@pytest.mark.parametrize("style", ["resources", "topology"])
def test_many_random_accounts_are_adopted_as_they_are(exporter: Exporter, style: Style) -> None:
    @_LONG
    @given(accounts())
    def check(seed: dict[str, Any]) -> None:
        _round_trip(exporter, seed, style)

    check()
