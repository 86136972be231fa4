"""An exported program sets up a second account, whose export is the same program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from accounts import EXAMPLE
from export_of import Exporter, config_of, written
from mock_engine import apply

from talend_processing.adopt.export.manifest import Style
from talend_processing.adopt.export.program import Program
from talend_processing.adopt.filters import Filters
from talend_processing.simulator.account.seed_files import read_seed_file

pytestmark = pytest.mark.assumes(
    name_unicode="allow",
    name_length=None,
    reschedule_fields="optional",
    cloud_jvm_rollback="present",
    pipeline_list_kinds="all",
    runtime_list_delay=0,  # the export follows the creates at once
)

NAMED_BY_ID = ("spare", "etl 1", "etl/1")
"""Engines of the example whose Pulumi names or declarations contain ids: those of another account differ."""


def of_program(program: Program) -> dict[str, str]:
    return {name: text for name, text in program.files.items() if name != ".talend-export.json"}


@pytest.mark.parametrize("style", ["resources", "topology"])
def test_a_second_account_exports_the_program_that_set_it_up(
    exporter: Exporter, style: Style, tmp_path: Path
) -> None:
    seed = dict(read_seed_file(EXAMPLE))
    exporter.simulator.load(seed)
    first = exporter.program(style, Filters(excluded=NAMED_BY_ID))
    written(first, tmp_path)

    places = json.dumps({key: seed[key] for key in ("environments", "workspaces")})
    exporter.simulator.load(json.loads(places.replace('"5e', '"4e').replace('"5f', '"4f')))
    with exporter.session() as session:
        apply(tmp_path, config_of(first), session)
    second = exporter.program(style)

    assert {one.pulumi_name for one in second.declared} == {one.pulumi_name for one in first.declared}
    assert of_program(second) == of_program(first)
    old_ids = {one.live.object_id for one in first.declared if one.live.kind != "CloudJvmRollback"}
    assert not old_ids & {one.live.object_id for one in second.declared}
