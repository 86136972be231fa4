"""The source of the state before a change: the `pulumi` on PATH exports it, or an error gives the reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from shell_scripts import write_script

from talend_processing.policies import kept_state
from talend_processing.policies.kept_state import STATE, NoStateError, find_in_state
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import Settings
from talend_processing.stack.export import SKIP_EXPORT
from talend_processing.stack.secret_markers import SIGNATURE
from talend_processing.stack.step import TYPE_PREFIX

pytestmark = pytest.mark.posix

TYPE = f"{TYPE_PREFIX}RemoteEngine"
URN = f"urn:pulumi:prod::fleet::{TYPE}::etl"
EXPORTED = json.dumps({"version": 3, "deployment": {"resources": [{"urn": URN, "type": TYPE, "id": "e1"}]}})
ETL = Subject("RemoteEngine", "etl", URN, {})
Pulumi = Callable[[str], Path]


def settings(path: str = "") -> Settings:
    return Settings("paired-engines-not-replaced", STATE, {"state": path})


@pytest.fixture
def pulumi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pulumi:
    """Put a `pulumi` on PATH that runs a line of shell, and logs its arguments to the file `asked`."""
    monkeypatch.delenv(SKIP_EXPORT, raising=False)
    monkeypatch.delenv("PULUMI_ORGANIZATION", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    kept_state._read.cache_clear()

    def put(line: str) -> Path:
        (tmp_path / "state.json").write_text(EXPORTED)
        asked = tmp_path / "asked"
        write_script(tmp_path / "pulumi", f'echo "$*" >> "{asked}"\ncd "{tmp_path}"\n{line}')
        return asked

    return put


def test_the_state_is_exported_once_by_the_full_name_of_the_stack(pulumi: Pulumi) -> None:
    asked = pulumi("cat state.json")
    for _ in range(3):
        found = find_in_state(settings(), ETL)
        assert found is not None
        assert found.object_id == "e1"
    assert find_in_state(settings(), Subject("RemoteEngine", "new", f"{URN}-new", {})) is None
    assert asked.read_text() == "stack export --non-interactive --stack organization/fleet/prod\n"


def test_in_pulumi_cloud_the_users_own_organization_is_used(
    pulumi: Pulumi, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = pulumi('case "$*" in *organization/*) echo no such stack >&2; exit 255;; esac; cat state.json')
    assert find_in_state(settings(), ETL) is not None
    assert [line.split()[-1] for line in asked.read_text().splitlines()] == [
        "organization/fleet/prod",
        "prod",
    ]
    kept_state._read.cache_clear()
    monkeypatch.setenv("PULUMI_ORGANIZATION", "acme")
    find_in_state(settings(), ETL)
    assert asked.read_text().splitlines()[-1].endswith(" acme/fleet/prod")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "echo error: no stack named prod >&2; exit 255",
            "organization/fleet/prod`: error: no stack named prod",
        ),
        ("head -c 20 state.json", "the export, line 1: it is truncated"),
        ("sed s/prod/dev/ state.json", "the export is the state of fleet/dev, not of fleet/prod"),
    ],
    ids=["refused", "cut off", "of another stack"],
)
def test_an_invalid_state_is_reported(pulumi: Pulumi, line: str, says: str) -> None:
    pulumi(line)
    for _ in range(2):
        with pytest.raises(NoStateError, match=says):
            find_in_state(settings(), ETL)


def test_a_secret_whose_plain_text_is_not_json_is_reported(pulumi: Pulumi, tmp_path: Path) -> None:
    pulumi("exit 1")
    file = tmp_path / "edited.json"
    state = json.loads(EXPORTED)
    (resource,) = state["deployment"]["resources"]
    resource["outputs"] = {"preAuthorizedKey": {SIGNATURE: "x", "plaintext": "not JSON"}}
    file.write_text(json.dumps(state))
    with pytest.raises(NoStateError, match="the plaintext of a secret of etl is not JSON"):
        find_in_state(settings(str(file)), ETL)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_that_windows_redirected_is_read(pulumi: Pulumi, tmp_path: Path, encoding: str) -> None:
    pulumi("exit 1")
    file = tmp_path / "windows.json"
    file.write_text(EXPORTED, encoding=encoding)
    assert find_in_state(settings(str(file)), ETL) is not None


def test_a_missing_pulumi_is_reported_as_the_reason(pulumi: Pulumi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoStateError, match="`pulumi stack export` cannot be run"):
        find_in_state(settings(), ETL)


def test_a_pack_in_a_test_exports_no_state(pulumi: Pulumi, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = pulumi("cat state.json")
    monkeypatch.setenv(SKIP_EXPORT, "true")
    assert find_in_state(settings(), ETL) is None
    assert not asked.exists()
