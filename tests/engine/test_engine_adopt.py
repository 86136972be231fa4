"""After an adoption on the real engine, the preview is empty and state contains no secret in plain text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from team import ASSUMED, ROOT, Team

from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Simulator
from talend_processing.simulator.account.seed_files import read_seed_file

pytestmark = ASSUMED


@pytest.fixture
def team(simulator: Simulator, engine: Path, tmp_path: Path) -> Team:
    return Team(simulator, engine, tmp_path)


@pytest.mark.parametrize(
    "style",
    # The page docs/how-to/adopt.md has the other style (test_engine_adopt_docs.py).
    ["topology", pytest.param("resources", marks=pytest.mark.soak)],
)
def test_an_account_is_adopted_without_a_write(team: Team, simulator: Simulator, style: str) -> None:
    export = (
        "export",
        "--output",
        str(team.program),
        "--as",
        style,
        "--set-secrets",
        "--stack",
        "dev",
        "--json",
    )
    backend = team.variables["PULUMI_BACKEND_URL"]
    team.variables["PULUMI_BACKEND_URL"] = "file:///dev/null/none"
    without_backend = team.talend(*export)
    assert without_backend.returncode == Exit.FAILED
    assert without_backend.stderr.splitlines()[-1].startswith("error: `pulumi stack select` failed: ")
    report = json.loads(without_backend.stdout)
    team.variables["PULUMI_BACKEND_URL"] = backend
    exported = team.talend(*export)
    assert exported.returncode == Exit.NOT_FOUND, exported.stderr
    now_set = {one["key"] for one in json.loads(exported.stdout)["secrets"] if one["set"]}
    assert now_set == {one["key"] for one in report["secrets"] if not one["masked"]} != set()
    (masked,) = [one["key"] for one in report["secrets"] if one["masked"]]
    team.pulumi("config", "set", "--secret", masked, "dapi-of-mine")
    simulator.clear_journal()
    adopted = team.talend("adopt", "--folder", str(team.program), "--yes", "--json")
    assert adopted.returncode == Exit.SUCCESS, adopted.stderr
    plan = json.loads(adopted.stdout)
    assert (plan["imported"], plan["deviations"]) == (True, [])
    assert {one["status"] for one in plan["resources"]} == {"identical"}
    assert len(plan["resources"]) == len(report["resources"])
    assert team.revealed(adopted.stdout) == []
    # What `up` adds to the state, such as dependencies, changes no object.
    team.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes")
    again = team.talend("adopt", "--folder", str(team.program), "--yes", "--json")
    assert (again.returncode, json.loads(again.stdout)["resources"]) == (Exit.SUCCESS, [])
    assert team.written() == set()


MINE = """
import pulumi
import talend_processing as talend

production = talend.find_environment(name="production")
finance = talend.find_workspace(name="Finance", environment=production.id)
engine = talend.RemoteEngine(
    "first",
    name="etl-1",
    environment_id=production,
    workspace_id=finance,
    opts=pulumi.ResourceOptions(protect=True, aliases=[pulumi.Alias(name="before")]),
)
talend.RemoteEngineRunProfile(
    "heap",
    engine_id=engine,
    type="JOB_SERVER",
    jvm_arguments=["-Xms256m", "-Xmx1g"],
    opts=pulumi.ResourceOptions(parent=engine),
)
"""


def test_a_killed_adoption_is_completed_by_the_next(team: Team, simulator: Simulator) -> None:
    team.write(MINE)
    (team.program / "notes.md").write_text("of the team")
    simulator.clear_journal()
    adopt = ("adopt", "--folder", str(team.program), "--yes")
    team.kill_at("previewing the program again", *adopt)
    again = team.talend(*adopt, "--json")
    plan = json.loads(again.stdout)
    assert (again.returncode, plan["resources"], plan["inState"]) == (Exit.SUCCESS, [], 2)
    team.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes")
    protected = [one["urn"] for one in team.state()["deployment"]["resources"] if one.get("protect")]
    assert [urn.rpartition("::")[2] for urn in protected] == ["first", "heap"], "a child inherits protection"
    assert team.written() == set()
    files = {path.name for path in team.program.iterdir() if path.is_file()}
    assert files == {"Pulumi.yaml", "Pulumi.dev.yaml", "__main__.py", "notes.md"}


def test_obstacles_are_reported_before_anything_is_imported(team: Team, simulator: Simulator) -> None:
    chosen = ("--environment", "production", "--kind", "RemoteEngine", "--kind", "EngineCluster")
    assert team.talend("export", "--output", str(team.program), *chosen).returncode == Exit.PARTIAL
    no_program = team.talend("adopt", "--folder", str(team.program.parent / "home"))
    assert no_program.returncode == Exit.FAILED
    assert "no Pulumi.yaml project file found" in no_program.stderr.splitlines()[-1]
    no_stack = team.talend("adopt", "--folder", str(team.program))
    assert no_stack.returncode == Exit.FAILED
    assert "stack" in no_stack.stderr.splitlines()[-1]
    module = team.program / "environments" / "production.py"
    module.write_text(module.read_text().replace('description="Nightly loads"', 'description="Mine"'))
    unknown = team.talend("adopt", "--folder", str(team.program), "--stack", "dev")
    assert unknown.returncode == Exit.FAILED
    assert unknown.stderr.splitlines()[-1].startswith(
        "error: `pulumi config --json` failed: no stack named 'dev'"
    )
    team.pulumi("stack", "init")
    refused = team.talend("adopt", "--folder", str(team.program), "--yes", "--keep-file")
    assert refused.returncode == Exit.FAILED
    assert "description is Nightly loads, not Mine" in refused.stdout
    assert "1 resource cannot be adopted" in refused.stderr
    assert "resources" not in team.state()["deployment"]
    file = team.program / "talend-import.json"
    assert file.stat().st_mode & 0o777 == 0o600
    rest = team.talend("adopt", "--folder", str(team.program), "--yes", "--partial")
    assert rest.returncode == Exit.PARTIAL, rest.stderr
    assert "6 adopted" in rest.stderr
    (team.program / "__main__.py").write_text("raise ValueError('of mine')\n")
    failed = team.talend("adopt", "--folder", str(team.program))
    assert failed.returncode == Exit.FAILED
    assert failed.stderr.splitlines()[-1].startswith("error: the preview of the program failed: ")
    assert "ValueError: of mine" in failed.stderr


def test_another_account_is_not_adopted(team: Team, simulator: Simulator) -> None:
    example = read_seed_file(ROOT / "examples" / "account.yaml")
    places_only = {key: example[key] for key in ("environments", "workspaces")}
    team.write(MINE)
    adopt = ("adopt", "--folder", str(team.program), "--yes")
    simulator.load({})
    without_places = team.talend(*adopt)
    assert (without_places.returncode, without_places.stdout) == (Exit.FAILED, "")
    assert without_places.stderr.splitlines()[-1].startswith(
        "error: the preview of the program failed: No environment named 'production'"
    )
    # Another account may have places of the same names.
    simulator.load(places_only)
    empty = team.talend(*adopt)
    assert empty.returncode == Exit.NOT_FOUND
    assert empty.stderr.splitlines()[-1] == (
        f"error: the account at {simulator.url} has none of the objects of this program, so `pulumi up` would"
        " create them: is it the right account?"
    )
    assert "resources" not in team.state()["deployment"]
    simulator.load(example)
    assert team.talend(*adopt).returncode == Exit.SUCCESS
    # The accounts of a region share an address. A token of another account finds none of the state's objects.
    simulator.load(places_only)
    team.write(MINE + "talend.RemoteEngine('etl-2', environment_id=production, workspace_id=finance)\n")
    other = team.talend(*adopt)
    assert (other.returncode, other.stdout) == (Exit.FAILED, "")
    assert (
        "does not have the engine or cluster that the state of fleet/dev contains"
        in other.stderr.splitlines()[-1]
    )
    team.pulumi("config", "set", "talend:apiUrl", "http://127.0.0.1:1")
    contradicted = team.talend(*adopt)
    assert contradicted.returncode == Exit.USAGE
    (line,) = contradicted.stderr.splitlines()
    assert line.startswith("error: talend:apiUrl says http://127.0.0.1:1, but TALEND_API_URL says")
    assert {one["method"] for one in simulator.journal()} <= {"GET"}
