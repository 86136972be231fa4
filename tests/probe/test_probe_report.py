"""The report identifies no account, and a simulator that loads it behaves accordingly."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from talend_processing.probe.experiment import Finding, Observed, Unobserved
from talend_processing.probe.report import observed_rules, report_as_yaml, rows, table
from talend_processing.simulator import Simulator
from tests.probe.bench import TOKEN, Bench

MARK = "Recognizable"
UNUSUAL: dict[str, object] = {
    "duplicate_engine_names": "refuse",
    "cluster_delete_with_members": "refuse",
    "name_length": 64,
    "member_environment_status": "400",
    "runtime_id_is": "uuid",
    "history_days": 10,
}


def marked() -> dict[str, Any]:
    """An account in which every name, id and text can be recognized."""
    place = {"workspaceId": f"{MARK}-ws-1"}
    return {
        "environments": [
            {"id": f"{MARK}-env-1", "name": "sandbox", "description": MARK},
            {"id": f"{MARK}-env-2", "name": "quality"},
        ],
        "workspaces": [
            {"id": f"{MARK}-ws-1", "name": "Probe", "environmentId": f"{MARK}-env-1", "owner": MARK},
            {"id": f"{MARK}-ws-2", "name": "Other", "environmentId": f"{MARK}-env-1"},
            {"id": f"{MARK}-ws-3", "name": "Probe", "environmentId": f"{MARK}-env-2"},
        ],
        "clusters": [{"id": f"{MARK}-c", "name": MARK, **place}],
        "remoteEngines": [{"id": f"{MARK}-e", "name": MARK, **place}],
        "runProfiles": [],
        "pipelineEngines": [],
        "tasks": [{"id": f"{MARK}-t", "name": MARK, "seconds": 600, **place}],
    }


def written(findings: dict[str, Finding]) -> str:
    versions = {"talend-processing": "0.0.0"}
    return report_as_yaml(findings, versions=versions, day=date(2026, 1, 1), complete=True, calls=1)


@pytest.mark.parametrize("fault", [None, "status", "html", "wrong-schema", "drop-after"])
def test_nothing_of_the_account_is_in_the_report(fault: str | None, tmp_path: Path) -> None:
    bench = Bench(tmp_path, seed=marked(), switches=UNUSUAL, service_account=False)
    if fault is not None:
        body = {"message": MARK, "code": MARK, "id": MARK} if fault != "html" else MARK
        bench.simulator.fault(kind=fault, skip=20, count=None, body=body)
    outcome = bench.probe(task=f"{MARK}-t")
    report = written(outcome.findings) + table(rows(outcome.findings))
    made = [one["path"].rsplit("/", 1)[1] for one in bench.simulator.journal()]
    ids = {part for part in made if len(part) in {24, 36} and any(digit in part for digit in "0123456789")}
    assert ids
    names = (MARK, "sandbox", "quality", "Probe", TOKEN, "0a1b2c3d", "127.0.0.1", "http://", "talend-probe-")
    for secret in (*names, *ids):
        assert secret not in report


def test_a_simulator_with_the_report_behaves_as_the_account(tmp_path: Path) -> None:
    bench = Bench(tmp_path, switches=UNUSUAL)
    first = bench.findings()
    path = tmp_path / "report.yaml"
    path.write_text(written(first))
    simulator = Simulator(rules=path)
    set_to = simulator.switches()
    assert {name: set_to[name] for name in UNUSUAL} == UNUSUAL
    assert simulator.rules()["report"] == "report.yaml"
    assert simulator.rules()["ignored"] == []
    again = Bench(tmp_path, switches={name: set_to[name] for name in simulator.rules()["differ"]})
    observed = {name: one for name, one in first.items() if isinstance(one, Observed)}
    assert {name: again_one for name, again_one in again.findings().items() if name in observed} == observed


def test_deviations_come_first(tmp_path: Path) -> None:
    findings = Bench(tmp_path, switches=UNUSUAL).findings()
    found = yaml.safe_load(written(findings))["rules"]
    deviates = [entry.get("deviates", False) for entry in found]
    assert deviates == sorted(deviates, reverse=True)
    assert {entry["rule"] for entry in found if entry.get("deviates")} == set(UNUSUAL)
    assert all(entry["consequence"] for entry in found if entry.get("deviates"))
    assert all(entry.get("notObserved") or "observed" in entry for entry in found)


def test_a_switch_overrides_the_report(tmp_path: Path) -> None:
    path = tmp_path / "report.yaml"
    path.write_text("format: 1\nrules:\n- {rule: list_order, observed: name}\n")
    assert Simulator(rules=path).switches()["list_order"] == "name"
    assert Simulator(rules=path, switches={"list_order": "latest"}).switches()["list_order"] == "latest"


def test_rules_of_a_newer_version_are_ignored_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "report.yaml"
    rules = [{"rule": "colour", "observed": "blue"}, {"rule": "list_order", "observed": "odd"}]
    rules += [{"rule": "name_case", "observed": "same"}, {"rule": "retry_after", "notObserved": "none"}]
    path.write_text(yaml.safe_dump({"format": 1, "rules": rules}))
    simulator = Simulator(rules=path)
    assert simulator.rules()["differ"] == {"name_case": "same"}
    assert simulator.rules()["ignored"] == [
        "colour: the simulator has no such switch",
        "list_order: the switch does not accept 'odd'",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("format: 2\nrules: []\n", "a newer version of talend-processing wrote this report"),
        ("rules: {}\n", "not a report"),
        ("rules: []\n", "not a report"),
        ("- 1\n", "not a report"),
        ("a: [", "not YAML"),
    ],
)
def test_another_file_is_no_report(text: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "report.yaml"
    path.write_text(text)
    with pytest.raises(ValueError, match=expected):
        Simulator(rules=path)


def test_a_missing_report_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        Simulator(rules=tmp_path / "none.yaml")


def test_the_observed_rules_of_a_report_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "report.yaml"
    findings: dict[str, Finding] = {"list_order": Observed("name"), "name_case": Unobserved("why")}
    path.write_text(
        report_as_yaml(findings, versions={}, day=date(2026, 1, 2), complete=True, calls=1), encoding="utf-8"
    )
    assert observed_rules(path) == {"list_order"}


@pytest.mark.parametrize("text", [None, "", "rules: 3", "rules: [3, {}]", "[1]", "a: b: c", "\xff"])
def test_a_file_that_is_no_report_has_no_observed_rules(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "report.yaml"
    if text is not None:
        path.write_bytes(text.encode("latin-1"))
    assert observed_rules(path) == frozenset()
