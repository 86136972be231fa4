"""`pulumi new` creates a project from the template without a network, and the project deploys unedited."""

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

pytestmark = pytest.mark.assumes(reschedule_fields="optional")

TEMPLATE = Path(__file__).parents[2] / "templates" / "talend-environment"


class PulumiError(Exception):
    """A command that failed, with all of its output."""


@pytest.fixture
def pulumi(tmp_path: Path, stack_of: Callable[[str], Stack]) -> Callable[..., str]:
    """Run a command as a user would, in the folder of a new project from the template."""
    variables = stack_of("").variables
    project = tmp_path / "mine"

    def run(*arguments: str) -> str:
        command = ["pulumi", "--non-interactive", "--color", "never", *arguments]
        folder = project if project.exists() else tmp_path
        done = subprocess.run(
            command, cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        if done.returncode != 0:
            raise PulumiError(done.stdout + done.stderr)
        return done.stdout + done.stderr

    run("new", str(TEMPLATE), "--yes", "--dir", str(project), "--name", "mine", "--stack", "dev")
    return run


def edit_config(project: Path, edit: Callable[[dict[str, str]], object]) -> None:
    """Change the config of the stack without the time that `pulumi config set` takes."""
    file = project / "Pulumi.dev.yaml"
    settings = yaml.safe_load(file.read_text())
    edit(settings["config"])
    file.write_text(yaml.safe_dump(settings))


def test_a_new_project_deploys_without_edits_once_the_account_has_no_conflict(
    tmp_path: Path, pulumi: Callable[..., str], simulator: Simulator
) -> None:
    def without_region(config: dict[str, str]) -> None:
        """Move the region, which only the pairing instructions need: a simulator has an address instead."""
        assert config.pop("talend:region") == "eu"
        config["mine:region"] = "eu"

    project = tmp_path / "mine"
    edit_config(project, without_region)

    empty = simulator.state()
    occupied = {**empty, "remoteEngines": [{"name": "engine-2", "workspaceId": "5f0000000000000000000004"}]}
    simulator.load(occupied)
    simulator.clear_journal()
    with pytest.raises(PulumiError, match=r"- Remote Engine 'engine-2' exists already") as raised:
        pulumi("up", "--yes", "--skip-preview")
    assert "1 fault found by preflight" in str(raised.value)
    assert {one["method"] for one in simulator.journal()} == {"GET"}
    simulator.load(empty)

    pulumi("up", "--yes")  # with its preview
    pulumi("up", "--yes", "--skip-preview", "--expect-no-changes")

    engines = simulator.state()["remoteEngines"]
    assert {one["name"] for one in engines} == {"engine-1", "engine-2"}
    assert len({one["clusterId"] for one in engines}) == 1, "they share the cluster"
    outputs, state = pulumi("stack", "output"), pulumi("stack", "export")
    assert outputs.count("[secret]") == len(engines)
    instructions = json.loads(pulumi("stack", "output", "--json", "--show-secrets"))
    for one in engines:
        text = instructions[f"{one['name']}-pairing"]
        assert one["preAuthorizedKey"] in text
        assert "https://pair.eu.cloud.talend.com" in text
        assert one["preAuthorizedKey"] not in outputs + state

    # A stack may have its own description.
    (project / "small.yaml").write_text("engines: [{name: edge}]\n")
    edit_config(project, lambda config: config.update({"mine:topology": "small.yaml"}))
    pulumi("up", "--yes", "--skip-preview")
    assert [one["name"] for one in simulator.state()["remoteEngines"]] == ["edge"]

    pulumi("destroy", "--yes", "--skip-preview")
    assert simulator.state()["remoteEngines"] == []


def test_the_topology_file_names_an_existing_schema_and_conforms_to_it() -> None:
    file = TEMPLATE / "topology.yaml"
    prefix, _, named = file.read_text().splitlines()[0].partition("$schema=")
    assert prefix == "# yaml-language-server: "
    schema = json.loads((TEMPLATE / named).read_text())
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(yaml.safe_load(file.read_text()))) == []
    assert load_topology(file).clusters
