"""All examples are applied together, refreshed and previewed without a change, and destroyed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from stack import Stack, own_copy, pairing

from talend_processing.provider.kinds.registry import object_specs
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(
    reschedule_fields="optional", cloud_jvm_rollback="present", pipeline_list_kinds="all"
)

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAMS = sorted(path.parent for path in EXAMPLES.glob("*/Pulumi.yaml"))
TESTED_WITH_ITS_CONFIG = "bootstrap"
"""Applied by test_engine_bootstrap.py with the config files that belong to it."""
ALL_EXAMPLES = """
import os
import runpy
from pathlib import Path

import pulumi
from pulumi.runtime.settings import get_root_resource, set_root_resource


class Example(pulumi.ComponentResource):
    # The parent of all resources of one example: examples give resources, objects and outputs the same names.
    def __init__(self, name):
        options = pulumi.ResourceOptions(transformations=[self.prefix_name])
        super().__init__(f"examples:index:{name}", name, None, options)
        self.example = name

    def prefix_name(self, args):
        if isinstance(args.props.get("name"), str):
            args.props["name"] = f"{self.example} {args.props['name']}"

    def export(self, name, value):
        stack.output(f"{self.example}-{name}", value)


stack, root = get_root_resource(), Path.cwd()
for program in sorted(root.glob("*/__main__.py")):
    set_root_resource(stack)
    example = Example(program.parent.name)
    set_root_resource(example)
    pulumi.export = example.export
    os.chdir(program.parent)
    runpy.run_path("__main__.py", run_name="__main__")
set_root_resource(stack)
os.chdir(root)
"""


def lasting(simulator: Simulator) -> dict[str, Any]:
    """Return the account without its history: executions are never removed."""
    state = simulator.state()
    state["tasks"] = [{**task, "runs": 0} for task in state["tasks"]]
    return {name: value for name, value in state.items() if not name.endswith("Executions")}


def test_the_examples_run_from_end_to_end(
    stack_of: Callable[[Path], Stack], simulator: Simulator, tmp_path: Path
) -> None:
    project = tmp_path / "examples"
    project.mkdir()
    (project / "Pulumi.yaml").write_text("name: examples\nruntime: python\n")
    (project / "__main__.py").write_text(ALL_EXAMPLES)
    applied = {program.name for program in PROGRAMS if program.name != TESTED_WITH_ITS_CONFIG}
    for name in applied:
        own_copy(EXAMPLES / name, project)
    before = lasting(simulator)
    stack = stack_of(project)
    with pairing(simulator):
        stack.run("up", "--yes")  # with a preview: if it created objects, the `up` would fail
    urns = [resource["urn"] for resource in stack.resources()]
    assert {name for name in applied if any(f"examples:index:{name}$" in urn for urn in urns)} == applied
    stack.refresh("--expect-no-changes")
    stack.preview("--expect-no-changes")
    stack.destroy()
    assert lasting(simulator) == before, "a destroyed example leaves nothing"


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_an_example_is_a_python_project_without_options(program: Path) -> None:
    project = yaml.safe_load((program / "Pulumi.yaml").read_text())
    assert project.keys() == {"name", "description", "runtime"}
    assert project["runtime"] == "python"


def test_the_topology_example_declares_every_kind_except_the_singleton() -> None:
    declared = (EXAMPLES / "topology" / "__main__.py").read_text()
    assert [kind for kind in object_specs() if f"talend.{kind}(" not in declared] == ["CloudJvmRollback"]


def test_a_copy_of_a_program_has_no_stack_settings(tmp_path: Path) -> None:
    """Settings of a user's stack name another account and another passphrase."""
    checkout = shutil.copytree(EXAMPLES / "remote_engine", tmp_path / "checkout" / "remote_engine")
    (checkout / "Pulumi.test.yaml").write_text("config: {talend:apiUrl: http://127.0.0.1:1}\n")
    copy = own_copy(checkout, tmp_path)
    assert {path.name for path in copy.iterdir()} == {"Pulumi.yaml", "__main__.py"}
