"""The export of an account with many difficult cases."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from accounts import EXAMPLE
from export_of import Exporter, written
from odd_accounts import Oddity

from contract.watch import Watch
from talend_processing.adopt.account import KINDS
from talend_processing.adopt.export.manifest import Manifest, Style
from talend_processing.adopt.export.program import Options, Program, build_program
from talend_processing.adopt.filters import Filters
from talend_processing.client.errors import AuthenticationError
from talend_processing.simulator.account.seed_files import read_seed_file

pytestmark = pytest.mark.assumes(
    cloud_jvm_rollback="present", pipeline_list_kinds="all", databricks_token="masked"
)

SECRETS = ("hunter22", "t0psecret7", "dapi0123456789abcdef")
STYLES: list[Style] = ["resources", "topology"]


@pytest.fixture
def example(exporter: Exporter) -> Exporter:
    exporter.simulator.load(read_seed_file(EXAMPLE))
    exporter.simulator.clear_journal()
    return exporter


def everything(program: Program) -> str:
    return "\n".join(program.files.values())


@pytest.mark.parametrize("style", STYLES)
def test_every_kind_is_exported_and_adopted(example: Exporter, style: Style, tmp_path: Path) -> None:
    program = example.program(style)
    assert {one.live.kind for one in program.declared} == set(KINDS)
    plan = example.plan(program, tmp_path)
    assert {one.status for one in plan.decisions} == {"identical"}
    assert len(plan.decisions) == len(program.declared)


@pytest.mark.parametrize("style", STYLES)
def test_no_secret_is_in_a_file(example: Exporter, style: Style) -> None:
    program = example.program(style)
    assert [secret for secret in SECRETS if secret in everything(program)] == []
    assert "5e0000" not in program.files["__main__.py"]
    masked = {one.secret.path: one.secret.value is None for one in program.secrets}
    assert masked == {
        "jvm_arguments[1]": False,
        "configuration.parameters['api.token']": False,
        "databricks.token": True,
    }


@pytest.mark.parametrize("style", STYLES)
def test_a_name_with_white_space_around_it_is_adopted_by_its_id(
    exporter: Exporter, style: Style, tmp_path: Path
) -> None:
    account = exporter.simulator.state()
    padded = {"id": "e" * 24, "name": "etl ", "workspaceId": "5f0000000000000000000004"}
    account["remoteEngines"].append(padded)
    exporter.simulator.load(account)
    program = exporter.program(style)
    assert 'adopt_id="' + "e" * 24 in everything(program)
    assert {one.status for one in exporter.plan(program, tmp_path).decisions} == {"identical"}


@pytest.mark.slow
def test_exported_programs_pass_mypy(example: Exporter, tmp_path: Path) -> None:
    mypy = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache")]
    for style in STYLES:
        folder = written(example.program(style), tmp_path / style)
        done = subprocess.run([*mypy, "."], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_engines_that_differ_in_their_names_share_a_loop(example: Exporter) -> None:
    text = example.program().files["environments/production.py"]
    assert 'for name in ("etl-1", "etl-2", "etl-3", "etl-10"):\n    engine = talend.RemoteEngine(' in text
    assert 'f"production-{name}-heap"' in text


def test_engines_keep_their_order_without_a_loop(example: Exporter) -> None:
    state = example.simulator.state()
    for engine in state["remoteEngines"]:
        if engine["name"] in {"etl-2", "etl-3"}:
            engine["description"] = engine["name"]
    example.simulator.load(state)
    text = example.program().files["environments/production.py"]
    positions = [text.index(f'name="etl-{number}"') for number in (1, 2, 3, 10)]
    assert positions == sorted(positions)


def test_an_id_has_a_comment_that_says_how_long_it_is_needed(example: Exporter) -> None:
    for style in STYLES:
        text = everything(example.program(style))
        assert (
            text.count("# adopt_id selects the existing object. Remove adopt_id after the adoption.\n") == 2
        )


def test_a_membership_of_an_engine_of_another_program_follows_its_cluster(
    example: Exporter, tmp_path: Path
) -> None:
    program = example.program(filters=Filters(kinds=["EngineCluster", "ClusterMembership"]))
    text = program.files["environments/production.py"]
    assert "other programs" not in text
    assert "cluster_id=etl_pool_cluster" in text
    assert {one.status for one in example.plan(program, tmp_path).decisions} == {"identical"}


def test_a_cluster_may_list_its_engines(example: Exporter, tmp_path: Path) -> None:
    program = example.program(members=True, filters=Filters(excluded=["routes"]))
    assert "remote_engines=[" in everything(program)
    plan = example.plan(program, tmp_path)
    lists = [one for one in plan.decisions if one.planned.kind == "EngineCluster"]
    assert {one.status for one in lists} == {"identical"}


def test_names_do_not_change_when_objects_come_and_go(example: Exporter) -> None:
    def names(program: Program) -> dict[tuple[str, str], str]:
        return {one.live.key: one.pulumi_name for one in program.declared}

    before = names(example.program())
    state = example.simulator.state()
    state["remoteEngines"] = [one for one in state["remoteEngines"] if one["name"] != "class"]
    state["remoteEngines"].append(
        {"id": "6a00000000000000000000ff", "name": "etl-1", "workspaceId": "5f0000000000000000000001"}
    )
    example.simulator.load(state)
    after = names(example.program())
    common = before.keys() & after.keys()
    assert len(common) == len(before) - 1
    assert {key: before[key] for key in common} == {key: after[key] for key in common}


def test_an_object_of_another_export_is_looked_up(example: Exporter) -> None:
    program = example.program(filters=Filters(kinds=["RemoteEngineRunProfile"], names=["database"]))
    (one,) = program.declared
    assert one.live.name == "database"
    assert 'talend.find_remote_engine(name="etl-1", environment=environment.id).id' in everything(program)


def test_an_account_with_other_ids_has_the_same_program(example: Exporter) -> None:
    def program() -> dict[str, str]:
        files = example.program(filters=Filters(excluded=["spare"])).files
        return {name: text for name, text in files.items() if name.endswith(".py")}

    before = program()
    text = json.dumps(example.simulator.state())
    for start, other in (("5e", "4e"), ("5f", "4f"), ("6a", "7a"), ("6b", "7b"), ("6c", "7c"), ("6d", "7d")):
        assert f'"{start}0000' in text
        text = text.replace(f'"{start}0000', f'"{other}0000')
    example.simulator.load(json.loads(text))
    assert program() == before


def test_only_new_objects_are_added(example: Exporter) -> None:
    account = example.account()
    first = build_program(account, Filters(excluded=["routes"]), Options(), "fleet")
    manifest = Manifest.read(first.files[".talend-export.json"])
    second = build_program(account, Filters(), Options(), "fleet", manifest)
    assert {one.live.runtime_name or one.live.name for one in second.declared} == {"routes"}
    assert set(second.files) == {"environments/production_2.py", ".talend-export.json"}
    assert second.modules_to_import == ("production_2",)
    third = build_program(
        account, Filters(), Options(), "fleet", Manifest.read(second.files[".talend-export.json"])
    )
    assert (third.declared, third.files) == ((), {})


def test_an_export_reads_each_list_only_once(example: Exporter) -> None:
    example.program()
    operations = [str(one["operation"]) for one in example.simulator.journal()]
    once = [name for name in operations if not name.endswith("_run_profiles")]
    assert len(once) == len(set(once)), "no list of a kind is read twice"
    assert operations.count("list_remote_engine_run_profiles") == 12
    assert operations.count("search_run_profiles") == 2
    assert operations.count("list_pipeline_run_profiles") == 1


def test_unreadable_objects_are_left_out(example: Exporter) -> None:
    example.simulator.fault(
        path="/processing/runtimes/remote-engine-clusters", kind="status", status=403, count=1
    )
    program = example.program()
    assert any(one.title == "all clusters" and "403" in one.reason for one in program.omissions)
    kinds = {one.live.kind for one in program.declared}
    assert "RemoteEngine" in kinds
    assert "EngineCluster" not in kinds


def test_engines_that_cannot_be_listed_are_left_out_once(example: Exporter) -> None:
    example.simulator.fault(path="/processing/runtimes/remote-engines", kind="status", status=404, count=None)
    program = example.program(filters=Filters(kinds=["EngineCluster", "RemoteEngine"]))
    assert {one.live.kind for one in program.declared} == {"EngineCluster"}
    (left,) = program.omissions
    assert left.title == "all remote engines"
    assert left.reason.startswith("this account does not offer the list")


def test_objects_deleted_meanwhile_are_left_out(example: Exporter) -> None:
    profiles = "/processing/runtimes/remote-engines/6a0000000000000000000001/run-profiles"
    example.simulator.fault(path=profiles, kind="status", status=404, count=1)
    program = example.program()
    left = [one.reason for one in program.omissions if "etl-1" in one.title]
    assert len(left) == 1
    assert left[0].startswith("it was deleted while the account was read")


def test_an_engine_of_a_cluster_made_meanwhile_is_exported_without_its_membership(example: Exporter) -> None:
    joined = Oddity("remoteEngines", "6a0000000000000000000001", {"clusterId": "6c00000000000000000000ff"})
    example.load(read_seed_file(EXAMPLE), [joined])
    program = example.program(filters=Filters(names=["etl-1"]))
    assert "RemoteEngine" in {one.live.kind for one in program.declared}
    assert "ClusterMembership" not in {one.live.kind for one in program.declared}
    (left,) = program.omissions
    assert "etl-1" in left.title
    assert "the list of clusters does not contain it" in left.reason


def test_refused_credentials_end_the_export(example: Exporter) -> None:
    example.simulator.fault(kind="status", status=401, count=None)
    with pytest.raises(AuthenticationError):
        example.program()


def test_talends_own_objects_are_left_out(example: Exporter) -> None:
    titles = {one.title: one.reason for one in example.program().omissions}
    assert set(titles) == {
        "Remote Engine 'cloud' in production",
        "Pipeline Engine 'cloud runner' in production",
    }
    assert all("Talend manages it itself" in reason for reason in titles.values())


def test_a_run_profile_of_an_unknown_type_is_left_out(example: Exporter, contract_watch: Watch) -> None:
    odd = Oddity("pipelineRunProfiles", "6e0000000000000000000005", {"type": "quantum"})
    example.load(read_seed_file(EXAMPLE), [odd])
    reasons = {one.title: one.reason for one in example.program().omissions}
    reason = reasons["data-integration run profile 'jobs' in Pipeline Engine 'pipelines' in production"]
    assert reason.startswith("this version of talend-processing does not know the type 'quantum'")
    assert contract_watch.bugs() == []


def test_a_run_profile_without_a_name_is_left_out(example: Exporter) -> None:
    profiles = "/processing/runtimes/remote-engines/6a0000000000000000000001/run-profiles"
    example.simulator.fault(path=profiles, kind="wrong-schema", body=[{"id": "6b00", "type": "JOB_SERVER"}])
    omissions = example.program().omissions
    assert [one.reason for one in omissions if "etl-1" in one.title] == [
        "no program can declare it: it has no name"
    ]


def test_an_engine_with_the_name_of_a_managed_one_is_adopted_by_its_id(
    example: Exporter, tmp_path: Path
) -> None:
    example.load(
        read_seed_file(EXAMPLE), [Oddity("remoteEngines", "6a000000000000000000000d", {"name": "routes"})]
    )
    program = example.program()
    assert 'adopt_id="6a000000000000000000000c"' in everything(program)
    assert {one.status for one in example.plan(program, tmp_path).decisions} == {"identical"}


def test_an_engine_and_a_workspace_never_share_a_variable(exporter: Exporter, tmp_path: Path) -> None:
    document = read_seed_file(EXAMPLE)
    engine = next(one for one in document["remoteEngines"] if one["name"] == "etl-1")
    workspace = next(one for one in document["workspaces"] if one["id"] == engine["workspaceId"])
    workspace["name"], engine["name"] = "engine", "engine workspace"
    exporter.load(document)
    program = exporter.program()
    production = program.files["environments/production.py"]
    assert production.count("\nengine_workspace = talend.") == 1
    assert {one.status for one in exporter.plan(program, tmp_path).decisions} == {"identical"}


def test_a_filter_that_matches_nothing_says_so(example: Exporter) -> None:
    filters = Filters(environments=["prod"], kinds=["RemoteEngine"], names=["etl-*"], excluded=["nobody*"])
    program = example.program(filters=filters)
    assert program.declared == ()
    assert program.unmatched == (
        "--environment 'prod' matches nothing",
        "--exclude 'nobody*' matches nothing",
    )
