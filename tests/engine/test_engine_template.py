"""A project made from the template by `pulumi new`, without a network, is applied as it stands."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from stack import Stack
from waiting import PATIENCE

from talend_processing.components import load_topology
from talend_processing.simulator import Simulator

TEMPLATE = Path(__file__).parents[2] / "templates" / "talend-environment"
FOREIGN = """
import talend_processing as talend
place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
talend.RemoteEngine("engine-2", **place)
"""


class PulumiError(Exception):
    """A command that failed, with all that it printed."""


@pytest.fixture
def pulumi(tmp_path: Path, stack_of: Callable[[str], Stack]) -> Callable[..., str]:
    """Run a command as a user would, in the folder of a new project from the template."""
    variables = stack_of("").variables
    project = tmp_path / "mine"

    def run(*arguments: str) -> str:
        command = ["pulumi", "--non-interactive", "--color", "never", *arguments]
        here = project if project.exists() else tmp_path
        done = subprocess.run(
            command, cwd=here, env=variables, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        if done.returncode != 0:
            raise PulumiError(done.stdout + done.stderr)
        return done.stdout + done.stderr

    run("new", str(TEMPLATE), "--yes", "--dir", str(project), "--name", "mine", "--stack", "dev")
    # A simulator is reached by its address, so it has no region.
    assert run("config", "get", "talend:region").strip() == "eu"
    run("config", "rm", "talend:region")
    run("config", "set", "region", "eu")
    return run


def test_a_new_project_is_applied_as_it_stands(pulumi: Callable[..., str], simulator: Simulator) -> None:
    pulumi("preview")
    pulumi("up", "--yes", "--skip-preview")
    pulumi("up", "--yes", "--skip-preview", "--expect-no-changes")

    engines = simulator.state()["remoteEngines"]
    assert {one["name"] for one in engines} == {"engine-1", "engine-2"}
    assert len({one["clusterId"] for one in engines}) == 1, "they share the cluster"
    shown, kept = pulumi("stack", "output"), pulumi("stack", "export")
    assert shown.count("[secret]") == len(engines)
    for one in engines:
        text = pulumi("stack", "output", f"{one['name']}-pairing", "--show-secrets")
        assert one["preAuthorizedKey"] in text
        assert "https://pair.eu.cloud.talend.com" in text
        assert one["preAuthorizedKey"] not in shown + kept

    pulumi("destroy", "--yes", "--skip-preview")
    assert simulator.state()["remoteEngines"] == []


def test_it_stops_before_anything_is_created_in_an_account_that_does_not_fit(
    pulumi: Callable[..., str], stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    stack_of(FOREIGN).up()
    simulator.clear_journal()
    with pytest.raises(PulumiError, match=r"- Remote Engine 'engine-2' exists already") as raised:
        pulumi("up", "--yes", "--skip-preview")
    assert "1 fault found by preflight" in str(raised.value)
    assert {one["method"] for one in simulator.journal()} == {"GET"}


def test_a_stack_describes_its_runtimes_in_a_file_of_its_own(
    tmp_path: Path, pulumi: Callable[..., str], simulator: Simulator
) -> None:
    (tmp_path / "mine" / "small.yaml").write_text("engines: [{name: edge}]\n")
    pulumi("config", "set", "topology", "small.yaml")
    pulumi("up", "--yes", "--skip-preview")
    assert [one["name"] for one in simulator.state()["remoteEngines"]] == ["edge"]


def test_an_editor_finds_the_schema_that_the_description_names() -> None:
    file = TEMPLATE / "topology.yaml"
    prefix, _, named = file.read_text().splitlines()[0].partition("$schema=")
    assert prefix == "# yaml-language-server: "
    schema = json.loads((TEMPLATE / named).read_text())
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(yaml.safe_load(file.read_text()))) == []
    assert load_topology(file).clusters
