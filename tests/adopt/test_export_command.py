"""`talend-processing export`: its exit codes, and its errors for invalid input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from accounts import EXAMPLE

from talend_processing.cli import app as cli
from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Simulator
from talend_processing.simulator.account.seed_files import read_seed_file


@pytest.fixture
def account(simulator: Simulator) -> Simulator:
    simulator.load(read_seed_file(EXAMPLE))
    return simulator


def test_the_exit_code_says_whether_all_some_or_no_objects_were_exported(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    some, everything, nothing = (str(tmp_path / name) for name in ("some", "all", "none"))
    assert cli.main(["export", "--output", some]) == Exit.PARTIAL
    assert "left out: Remote Engine 'cloud' in production: Talend manages" in capsys.readouterr().out
    clusters = ["export", "--kind", "EngineCluster", "--output"]
    assert cli.main([*clusters, everything]) == Exit.SUCCESS
    assert cli.main([*clusters, nothing, "--name", "nobody"]) == Exit.NOT_FOUND
    printed = capsys.readouterr()
    assert "error: no object matches: --name 'nobody' matches nothing" in printed.err
    assert not Path(nothing).exists()


@pytest.mark.assumes(databricks_token="masked")
def test_the_json_report_has_keys_and_no_values(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", "--output", str(tmp_path / "fleet"), "--json"]) == Exit.PARTIAL
    text = capsys.readouterr().out
    report = json.loads(text)
    assert report["version"] == 1
    assert {one["masked"] for one in report["secrets"]} == {True, False}
    assert all(one["set"] is False for one in report["secrets"])
    assert "hunter22" not in text
    assert set(report["files"]) == {
        str(path.relative_to(tmp_path / "fleet"))
        for path in (tmp_path / "fleet").rglob("*")
        if path.is_file()
    }


def test_a_second_export_adds_files_and_changes_none(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "fleet"
    arguments = ["export", "--output", str(folder)]
    assert cli.main([*arguments, "--exclude", "routes"]) == Exit.PARTIAL
    edited = folder / "environments" / "production.py"
    edited.write_text("# edited\n")
    capsys.readouterr()
    assert cli.main(arguments) == Exit.PARTIAL
    assert edited.read_text() == "# edited\n"
    assert "from environments import production_2" in capsys.readouterr().out
    assert (folder / "environments" / "production_2.py").exists()
    capsys.readouterr()
    assert cli.main(arguments) == Exit.NOT_FOUND
    assert capsys.readouterr().err.endswith(
        f"nothing new: {folder} has all selected objects that can be exported\n"
    )


def test_an_account_without_objects_is_an_error_and_writes_nothing(
    simulator: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.fault(path="/processing/engines/cloud/jvm/rollback", kind="status", status=404)
    assert cli.main(["export", "--output", str(tmp_path / "fleet")]) == Exit.NOT_FOUND
    printed = capsys.readouterr()
    assert "this account does not offer the setting" in printed.out
    assert printed.err.endswith("error: the account has no selected object that can be exported\n")
    assert not (tmp_path / "fleet").exists()


def test_a_second_export_keeps_the_style_of_the_folder(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "fleet"
    arguments = ["export", "--output", str(folder)]
    assert cli.main([*arguments, "--as", "topology", "--exclude", "routes"]) == Exit.PARTIAL
    files = {path: path.read_text() for path in folder.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert cli.main([*arguments, "--as", "resources"]) == Exit.USAGE
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"error: {folder} was exported with --as topology: omit --as, or use another folder"
    assert {path: path.read_text() for path in folder.rglob("*") if path.is_file()} == files
    assert cli.main(arguments) == Exit.PARTIAL
    assert "the new objects are declared as resources" in capsys.readouterr().err
    assert (folder / "environments" / "production.py").exists()
    assert json.loads((folder / ".talend-export.json").read_text())["style"] == "topology"
    assert cli.main([*arguments, "--as", "topology"]) == Exit.NOT_FOUND


def test_another_account_is_not_added_to_the_folder(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "fleet"
    arguments = ["export", "--output", str(folder)]
    assert cli.main(arguments) == Exit.PARTIAL
    files = {path: path.read_text() for path in folder.rglob("*") if path.is_file()}
    other = json.loads(json.dumps(read_seed_file(EXAMPLE)).replace('"5e0000', '"4e0000'))
    account.load(other)
    capsys.readouterr()
    assert cli.main(arguments) == Exit.USAGE
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"error: {folder} was exported from another account than the one at {account.url}")
    assert {path: path.read_text() for path in folder.rglob("*") if path.is_file()} == files


def test_secrets_that_cannot_be_set_are_listed(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    arguments = ["export", "--output", str(tmp_path / "fleet"), "--set-secrets", "--stack", "dev"]
    assert cli.main(arguments) == Exit.USAGE
    printed = capsys.readouterr()
    assert "before the first preview, after `pulumi stack select --create NAME`:" in printed.out
    assert "pulumi config set --secret development-etl-1-database-db-password" in printed.out
    assert printed.err.splitlines()[-2:] == [
        "the program is complete, but not all secrets are set: run the same command again",
        "error: there is no pulumi on PATH: install it (https://www.pulumi.com/docs/install)",
    ]


@pytest.mark.posix
def test_the_secrets_that_were_set_before_an_error_are_not_listed_again(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A `pulumi` that sets one secret and then fails."""
    command = tmp_path / "pulumi"
    command.write_text(
        f"""#!/bin/sh
        case "$*" in
        *"config set"*) [ ! -e {tmp_path}/one ] || exit 255; : > {tmp_path}/one ;;
        *"config --json"*) echo '{{}}' ;;
        esac
        """
    )
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    arguments = ["export", "--output", str(tmp_path / "fleet"), "--set-secrets", "--stack", "dev"]
    assert cli.main(arguments) == Exit.FAILED
    lines = capsys.readouterr().out.splitlines()
    (done,) = [line for line in lines if line.startswith("Secrets set: ")]
    key = done.removeprefix("Secrets set: ")
    assert not any(line.strip() == f"pulumi config set --secret {key}" for line in lines)
    assert any(line.startswith("Secrets to set in") and "stack select" not in line for line in lines)


def test_states_of_other_stacks_are_left_out(account: Simulator, tmp_path: Path) -> None:
    urn = "urn:pulumi:dev::fleet::pulumi-python:dynamic/talend:EngineCluster::pool"
    resource = {
        "urn": urn,
        "type": "pulumi-python:dynamic/talend:EngineCluster",
        "id": "6c0000000000000000000001",
        "custom": True,
        "inputs": {"name": "etl-pool"},
        "outputs": {"name": "etl-pool"},
    }
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"version": 3, "deployment": {"resources": [resource]}}))
    folder = tmp_path / "fleet"
    arguments = ["export", "--output", str(folder), "--kind", "EngineCluster", "--not-in", str(state)]
    assert cli.main(arguments) == Exit.SUCCESS
    assert "etl-pool" not in (folder / "environments" / "production.py").read_text()


def test_invalid_input_is_reported_in_one_line_and_writes_nothing(
    account: Simulator,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    full, file, broken = tmp_path / "full", tmp_path / "file", tmp_path / "broken"
    full.mkdir()
    broken.mkdir()
    (full / "mine.py").write_text("")
    file.write_text("")
    (broken / ".talend-export.json").write_text("{")
    new = str(tmp_path / "new")
    monkeypatch.setenv("PATH", str(tmp_path))
    for arguments, expected in (
        (["--output", str(full)], "contains files that no export wrote (mine.py)"),
        (["--output", str(file)], "is a file, not a folder"),
        (["--output", str(broken)], "cannot be read"),
        (
            ["--output", new, "--set-secrets"],
            "--set-secrets and --stack need each other: give both or neither",
        ),
        (["--output", new, "--members", "list", "--as", "topology"], "--members list needs --as resources"),
        (["--output", new, "--kind", "Engine"], 'Invalid value "Engine" for --kind'),
        (["--output", new, "--not-in", str(tmp_path / "none")], "cannot be read"),
        (["--output", new, "--not-in-stack", "dev"], "there is no pulumi on PATH"),
        ([], "--output requires an argument"),
    ):
        assert cli.main(["export", *arguments]) == Exit.USAGE
        (line,) = capsys.readouterr().err.splitlines()
        assert expected in line
    assert not Path(new).exists()
    account.fault(kind="status", status=401, count=None)
    assert cli.main(["export", "--output", new]) == Exit.FAILED
    assert not Path(new).exists()
    assert sorted(path.name for path in full.iterdir()) == ["mine.py"]


def test_a_folder_below_a_file_is_refused_and_an_empty_git_repository_is_accepted(
    account: Simulator, tmp_path: Path
) -> None:
    repository = tmp_path / "fleet"
    (repository / ".git").mkdir(parents=True)
    file = tmp_path / "file"
    file.write_text("")
    assert cli.main(["export", "--output", str(file / "fleet")]) == Exit.USAGE
    assert cli.main(["export", "--output", str(repository), "--kind", "EngineCluster"]) == Exit.SUCCESS
    assert (repository / "Pulumi.yaml").read_text().startswith("name: fleet\n")
