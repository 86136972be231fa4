"""An environment that is too long for one module is exported as a package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from export_of import Exporter

from benchmarks.adopt import ENVIRONMENT, WORKSPACE, account
from talend_processing.adopt.export.manifest import Manifest
from talend_processing.adopt.export.program import Options, Program, build_program
from talend_processing.adopt.export.resources_style import MAX_LINES
from talend_processing.adopt.filters import Filters

pytestmark = [pytest.mark.slow, pytest.mark.assumes(cloud_jvm_rollback="present")]
PACKAGE = "environments/production"


@pytest.fixture
def large(exporter: Exporter) -> Exporter:
    """90 different engines: 40 in the first of nine clusters, ten in the others, and 40 outside."""
    seed: dict[str, Any] = account(90)
    for engine in seed["remoteEngines"]:
        engine["description"] = f"{engine['name']}, which no loop contains"
    for engine in seed["remoteEngines"][:40]:
        engine["clusterId"] = seed["clusters"][0]["id"]
    for engine in seed["remoteEngines"][50:]:
        del engine["clusterId"]
    exporter.simulator.load(seed)
    return exporter


def modules(program: Program) -> dict[str, str]:
    return {name: text for name, text in program.files.items() if name.endswith(".py")}


def test_a_cluster_has_a_module_with_its_engines(large: Exporter) -> None:
    files = modules(large.program())
    pools = [f"pool_{number}" for number in ("0", "0_2", *range(1, 9))]
    parts = ["__init__", "places", "engines", "engines_2", "pipeline_engines", *pools]
    assert set(files) == {
        "__main__.py",
        "environments/__init__.py",
        "environments/account.py",
        *(f"{PACKAGE}/{name}.py" for name in parts),
    }
    assert max(text.count("\n") for text in files.values()) <= MAX_LINES
    assert files[f"{PACKAGE}/pool_1.py"].startswith('''"""Cluster 'pool-1' in production."""

import talend_processing as talend

from environments.production.places import environment, finance_workspace

pool_1_cluster = talend.EngineCluster(
''')
    assert "import (\n    engines,\n    engines_2,\n" in files[f"{PACKAGE}/__init__.py"]
    assert files[f"{PACKAGE}/places.py"].count("talend.find_") == 2
    imported = "from environments.production.pool_0 import pool_0_cluster\n"
    assert [name for name, text in files.items() if imported in text] == [f"{PACKAGE}/pool_0_2.py"]


@pytest.mark.parametrize("members", ["memberships", pytest.param("list", marks=pytest.mark.soak)])
def test_a_package_is_adopted_formatted_and_typed(large: Exporter, tmp_path: Path, members: str) -> None:
    program = large.program(members=members == "list")
    plan = large.plan(program, tmp_path / "fleet")
    assert {one.status for one in plan.decisions} == {"identical"}
    assert len(plan.decisions) == len(program.declared)
    here = Path(sys.executable)
    for command in (
        [here.with_name("ruff"), "format", "--check", "--isolated", "--no-cache", "."],
        [here.with_name("ruff"), "check", "--isolated", "--no-cache", "--extend-select", "I", "."],
        [here, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "."],
    ):
        done = subprocess.run(command, cwd=tmp_path / "fleet", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_a_package_without_a_readable_environment_has_ids(large: Exporter, tmp_path: Path) -> None:
    for path in ("environments", "workspaces"):
        large.simulator.fault(path=f"/orchestration/{path}", kind="status", status=403, count=None)
    program = large.program()
    large.simulator.clear_faults()
    assert f"{PACKAGE}/places.py" not in program.files
    pool = program.files[f"{PACKAGE}/pool_1.py"]
    assert f'environment_id="{ENVIRONMENT}"' in pool
    assert f'workspace_id="{WORKSPACE}"' in pool
    assert {one.status for one in large.plan(program, tmp_path).decisions} == {"identical"}


def test_later_objects_are_added_beside_the_package(large: Exporter) -> None:
    read = large.account()
    first = build_program(read, Filters(excluded=["etl-0"]), Options(), "fleet")
    manifest = Manifest.read(first.files[".talend-export.json"])
    second = build_program(read, Filters(), Options(), "fleet", manifest)
    assert set(second.files) == {"environments/production_2.py", ".talend-export.json"}
    assert second.modules_to_import == ("production_2",)
