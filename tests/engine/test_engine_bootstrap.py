"""A second account gets the topology from the same program: a config file and two commands."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from waiting import PATIENCE

from talend_processing.simulator import Simulator
from talend_processing.simulator.account.seeds import DEFAULT_SEED
from talend_processing.testing.isolated_env import isolated_env

pytestmark = pytest.mark.assumes(reschedule_fields="optional")

EXAMPLE = Path(__file__).parents[2] / "examples" / "bootstrap"
PASSPHRASE = "example"
"""The passphrase of the secrets in the example's config files, which are valid only for simulators."""
TEMPLATE = Path(__file__).parents[2] / "templates" / "talend-environment"
CONFIG = """config:
  talend:apiUrl: {url}
  mine:region: eu
  mine:environment: {environment}
  mine:workspace: Finance
  mine:topology: {topology}
"""


def pulumi_in(project: Path, variables: Mapping[str, str]) -> Callable[..., str]:
    """Return a function that runs `pulumi` in a project and returns the output."""

    def pulumi(*arguments: str) -> str:
        command = ["pulumi", "--non-interactive", *arguments]
        done = subprocess.run(
            command, cwd=project, env=variables, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return pulumi


def test_a_second_account_needs_only_a_config_file_and_two_commands(tmp_path: Path, engine: Path) -> None:
    project = tmp_path / "mine"
    project.mkdir()
    (project / "Pulumi.yaml").write_text("name: mine\nruntime: python\n")
    shutil.copy(TEMPLATE / "__main__.py", project)
    shutil.copy(TEMPLATE / "topology.yaml", project)
    (project / "america.yaml").write_text("engines: [{name: edge}]\n")
    clean = {key: value for key, value in os.environ.items() if not key.startswith("TALEND_")}
    variables = isolated_env(engine, tmp_path / "state", clean) | {"TALEND_ACCESS_TOKEN": "made-up-token"}
    pulumi = pulumi_in(project, variables)

    with Simulator() as europe, Simulator() as america:
        accounts = {
            "europe": (europe, "production", "topology.yaml"),
            "america": (america, "development", "america.yaml"),
        }
        for name, (account, environment, topology) in accounts.items():
            text = CONFIG.format(url=account.url, environment=environment, topology=topology)
            (project / f"Pulumi.{name}.yaml").write_text(text)
            pulumi("stack", "init", name)
            pulumi("up", "--yes", "--skip-preview")
        assert [len(one.state()["remoteEngines"]) for one in (europe, america)] == [2, 1]


def test_the_example_uses_the_credentials_of_each_account(tmp_path: Path, engine: Path) -> None:
    project = tmp_path / "bootstrap"
    shutil.copytree(EXAMPLE, project)
    clean = {key: value for key, value in os.environ.items() if not key.startswith("TALEND_")}
    variables = isolated_env(engine, tmp_path / "state", clean) | {"PULUMI_CONFIG_PASSPHRASE": PASSPHRASE}
    pulumi = pulumi_in(project, variables)

    def account(token: str) -> Simulator:
        return Simulator(seed={**DEFAULT_SEED, "tokens": [{"token": token}]})

    with account("token-of-account-a") as first, account("token-of-account-b") as second:
        for name, region, at, engines in (("account-a", "eu", first, 2), ("account-b", "us", second, 1)):
            # A simulator has no region. Only this differs from the file in the repository.
            file = project / f"Pulumi.{name}.yaml"
            text = file.read_text()
            assert f"talend:region: {region}" in text
            assert f"token-of-{name}" not in text
            here = f"talend:apiUrl: {at.url}\n  bootstrap:region: {region}"
            file.write_text(text.replace(f"talend:region: {region}", here))

            pulumi("stack", "init", name)
            pulumi("up", "--yes", "--skip-preview")

            pulumi("up", "--yes", "--skip-preview", "--expect-no-changes")
            made = at.state()["remoteEngines"]
            assert {one["name"] for one in made} == {f"etl-{number + 1}" for number in range(engines)}
            kept, shown = pulumi("stack", "export"), pulumi("stack", "output")
            for one in made:
                assert one["preAuthorizedKey"] not in kept + shown
                text = pulumi("stack", "output", f"{one['name']}-pairing", "--show-secrets")
                assert one["preAuthorizedKey"] in text
                assert f"https://pair.{region}.cloud.talend.com" in text
            assert f"token-of-{name}" not in kept
            assert shown.count("[secret]") == engines
