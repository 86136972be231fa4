"""For every switch that the probe covers, the probe reports its value, and no other rule changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from talend_processing.probe.experiment import Finding, Observed, Unobserved, Value, as_text, equal_as_text
from talend_processing.probe.registry import EXPERIMENTS, NOT_COVERED, RULES
from talend_processing.simulator.control.least_friendly import LEAST_FRIENDLY
from talend_processing.simulator.control.open_rules import SWITCHES
from tests.probe.bench import START, Bench

pytestmark = pytest.mark.slow


DAY = 86_400
HISTORY = [
    {
        "taskId": "task-1",
        "status": "execution_successful",
        "triggered": int((START - days * DAY) * 1000),
        "finished": int((START - days * DAY) * 1000) + 1000,
    }
    for days in (0.5, 2.5, 4.5, 6.5, 9.5, 13.5, 29.5, 59.5)
]
"""One execution for each usual period, so that each period contains a different number of them."""
STEPS = [{"id": "step-1", "name": "one", "tasks": ["task-1"]}]
PLAN = {"id": "plan-1", "name": "nightly", "workspaceId": "ws-1", "steps": STEPS}
SEED: dict[str, Any] = {"taskExecutions": HISTORY, "plans": [PLAN]}

NUMBERS: dict[str, tuple[Value, ...]] = {
    "name_length": (255, 100, 64),
    "runtime_list_delay": (1, 15),
    "execution_list_delay": (5, 20),
    "history_days": (60, 30, 10, 7),
    "history_default_days": (60, 30, 10, 7),
    "history_offset": (10_000, 1_000, 500),
    "profile_delete_delay": (0, 0.05, 5),
    "token_seconds": (1800, 600),
    "retry_after": (0, 7),
}
"""The values of the switches that take a number."""
DURATIONS = {"runtime_list_delay", "execution_list_delay", "profile_delete_delay"}
"""The probe polls, so it reports when it first saw the change, which is later than the duration."""
FOLLOWS: dict[tuple[str, Value], set[str]] = {
    # Answers in JSON are for clients that accept nothing else.
    ("string_bodies", "json"): {"unpair_json_accept", "terminate_json_accept"},
    ("unpair_unpaired", "refuse"): {"unpair_string"},
    ("pipeline_create_body", "send"): {"location_header"},
    ("duplicate_profile_names", "allow"): {"name_case"},
    # The default cannot be longer than the longest period.
    ("history_days", 30): {"history_default_days"},
    ("history_days", 10): {"history_default_days"},
    ("history_days", 7): {"history_default_days"},
}
"""Other rules that a setting decides as well."""
LEAST_FRIENDLY_HIDES = {
    "engine_tokens_status",  # the account has tokens left
    "retry_after",  # no response is a 429
    "unpair_string",  # the account unpairs no engine that is not paired
    "data_integration_arguments",  # neither a list nor the search shows such a profile
}
"""Rules that an account with the least friendly settings does not show."""
FOLLOWS_LEAST_FRIENDLY = {"unpair_json_accept", "terminate_json_accept"}
"""Rules that other settings of such an account decide."""
CASES = [
    (name, value)
    for name, rule in RULES.items()
    if rule.has_switch
    for value in (
        *SWITCHES[name].choices,
        *NUMBERS.get(name, ()),
        *((None,) if SWITCHES[name].accepts_null else ()),
    )
]


def bench(folder: Path, switches: dict[str, object] | None = None) -> Bench:
    """An account with a history, in which every rule can be observed except those about refusals."""
    made = Bench(folder, seed=SEED, switches=switches)
    start = {"executable": "plan-1"}
    with made.client() as client:
        client.dispatcher.exchange("POST", "/processing/executions/plans", body=start)
    made.simulator.advance(1200)
    made.time.sleep(0)
    return made


def findings(folder: Path, name: str = "", value: Value = None) -> dict[str, Finding]:
    switches: dict[str, object] = {name: value} if name else {}
    made = bench(folder, switches)
    if name == "engine_tokens_status":
        made.simulator.switch("engine_tokens", 0)
    if name == "retry_after":
        made.simulator.rate_limit(20)
    found = made.findings(task="task-1", plan="plan-1")
    assert made.wire.sent <= 400
    return found


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finding]:
    return findings(tmp_path_factory.mktemp("usual"))


@pytest.mark.parametrize(("name", "value"), CASES)
def test_the_probe_reports_a_setting_and_nothing_else_changes(
    name: str, value: Value, tmp_path: Path, usual: dict[str, Finding]
) -> None:
    found = findings(tmp_path, name, value)
    finding = found[name]
    assert isinstance(finding, Observed), finding
    assert matches(name, value, finding), finding
    if name == "engine_tokens_status":
        return  # without a token most rules cannot be observed
    changed = {
        other for other, was in usual.items() if other != name and value_of(found[other]) != value_of(was)
    }
    assert changed <= FOLLOWS.get((name, value), set())


def test_an_account_with_the_least_friendly_settings_is_reported_as_it_is(tmp_path: Path) -> None:
    made = bench(tmp_path, dict(LEAST_FRIENDLY))
    found = made.findings(task="task-1", plan="plan-1")
    unobserved = {name for name, one in found.items() if isinstance(one, Unobserved)}
    assert unobserved == LEAST_FRIENDLY_HIDES
    for name, finding in found.items():
        if isinstance(finding, Observed) and RULES[name].has_switch and name not in FOLLOWS_LEAST_FRIENDLY:
            value = LEAST_FRIENDLY.get(name, SWITCHES[name].default)
            assert matches(name, value, finding), (name, finding)
    made.simulator.switch("engine_tokens", 0)
    made.simulator.rate_limit(20)
    found = made.findings(task="task-1", plan="plan-1")
    for name in ("engine_tokens_status", "retry_after"):
        assert found[name] == Observed(LEAST_FRIENDLY[name])


def matches(name: str, value: Value, finding: Observed) -> bool:
    """Whether a finding is the setting of a switch."""
    if name in DURATIONS and isinstance(value, int | float):
        assert isinstance(finding.value, int | float)
        return value <= finding.value <= 2.5 * value + 0.1
    return any(equal_as_text(one, value) for one in (finding.value, *finding.also_possible))


def value_of(finding: Finding) -> object:
    return as_text(finding.value) if isinstance(finding, Observed) else finding


def test_every_rule_can_be_observed_in_an_account_that_shows_it(usual: dict[str, Finding]) -> None:
    unobserved = {name for name, one in usual.items() if isinstance(one, Unobserved)}
    assert unobserved == {"engine_tokens_status", "retry_after"}
    assert set(usual) == set(RULES)


def test_every_switch_is_covered_or_its_absence_is_explained() -> None:
    covered = {name for name, rule in RULES.items() if rule.has_switch}
    assert covered | set(NOT_COVERED) == set(SWITCHES)
    assert not covered & set(NOT_COVERED)
    assert not {name for name, rule in RULES.items() if not rule.has_switch} & set(SWITCHES)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES.values() if rule.has_switch], ids=lambda rule: rule.name
)
def test_the_assumed_value_is_the_default_of_the_switch(rule: Any) -> None:
    assert equal_as_text(rule.assumed, SWITCHES[rule.name].default)


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES.values() if rule.has_switch and SWITCHES[rule.name].choices],
    ids=lambda rule: rule.name,
)
def test_a_rule_has_a_consequence_for_each_of_its_values_and_no_others(rule: Any) -> None:
    values = {*SWITCHES[rule.name].choices, "*", "null"}
    assert set(rule.consequences) <= values
    assert all(rule.consequence(value) for value in SWITCHES[rule.name].choices)


def test_a_wildcard_that_works_has_no_consequence() -> None:
    assert RULES["fiql_wildcard"].consequence("any") == "No effect."


def test_no_rule_belongs_to_two_experiments() -> None:
    names = [name for one in EXPERIMENTS for name in one.rule_names]
    assert len(names) == len(set(names))
