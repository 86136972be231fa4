"""The least friendly settings of the switches, and the rules in the environment variable."""

from __future__ import annotations

from pathlib import Path

import pytest

from talend_processing.simulator import SWITCHES, Simulator
from talend_processing.simulator.control.initial_rules import LEAST_FRIENDLY_NAME, RULES_VARIABLE
from talend_processing.simulator.control.least_friendly import LEAST_FRIENDLY, UNCHANGED

REPORT = "format: 1\nrules:\n- {rule: list_order, observed: name}\n- {rule: name_case, observed: same}\n"


def test_every_switch_has_a_least_friendly_setting_or_a_reason_to_keep_its_default() -> None:
    assert set(LEAST_FRIENDLY) | set(UNCHANGED) == set(SWITCHES)
    assert not set(LEAST_FRIENDLY) & set(UNCHANGED)


@pytest.mark.parametrize("name", LEAST_FRIENDLY)
def test_a_least_friendly_setting_differs_from_the_default(name: str) -> None:
    value = LEAST_FRIENDLY[name]
    assert SWITCHES[name].accepts(value)
    assert value != SWITCHES[name].default


def test_a_built_in_name_selects_the_least_friendly_settings() -> None:
    simulator = Simulator(rules=LEAST_FRIENDLY_NAME)
    assert simulator.rules() == {"report": LEAST_FRIENDLY_NAME, "ignored": [], "differ": LEAST_FRIENDLY}


def test_the_environment_variable_sets_the_default_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, other = tmp_path / "report.yaml", tmp_path / "other.yaml"
    report.write_text(REPORT)
    other.write_text("format: 1\nrules: []\n")
    monkeypatch.setenv(RULES_VARIABLE, str(report))
    assert Simulator().rules()["differ"] == {"list_order": "name", "name_case": "same"}
    assert Simulator(switches={"list_order": "latest"}).switches()["list_order"] == "latest"
    assert Simulator(rules=other).rules()["differ"] == {}
    monkeypatch.setenv(RULES_VARIABLE, LEAST_FRIENDLY_NAME)
    assert Simulator().rules()["report"] == LEAST_FRIENDLY_NAME


def test_a_reset_keeps_the_rules() -> None:
    simulator = Simulator(rules=LEAST_FRIENDLY_NAME)
    simulator.switch("list_order", "created")
    simulator.reset()
    assert simulator.rules()["differ"] == LEAST_FRIENDLY
