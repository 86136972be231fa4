"""Accounts that do not let the probe do everything: what can be observed is reported."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from talend_processing.probe.experiment import Experiment, Observed, Unobserved
from talend_processing.probe.experiments.executions import history
from talend_processing.probe.kinds import CLUSTER, ENGINE
from talend_processing.probe.plan import Plan, UnknownRuleError, select_experiments
from talend_processing.probe.registry import EXPERIMENTS, RULES
from talend_processing.probe.target import TargetError, find_workspace, looks_like_production
from tests.probe.bench import TOKEN, Bench, DirectTransport

READ = "TMC_ENVIRONMENT_MANAGEMENT"


def limited(tmp_path: Path, *permissions: str) -> Bench:
    tokens = [{"token": TOKEN, "permissions": [READ, *permissions]}]
    return Bench(tmp_path, seed={"tokens": tokens}, service_account=False)


def test_without_a_permission_the_other_experiments_run(tmp_path: Path) -> None:
    found = limited(tmp_path, "TMC_CLUSTER_MANAGEMENT").findings()
    profile, days = found["profile_put_omitted"], found["history_days"]
    assert profile == Unobserved("the API answered 403: the token needs TMC_RUN_PROFILE_MANAGEMENT")
    assert days == Unobserved("the API answered 403: the token needs TMC_OPERATOR")
    assert isinstance(found["duplicate_engine_names"], Observed)
    assert isinstance(found["member_elsewhere"], Observed)


def test_without_any_permission_every_rule_says_why(tmp_path: Path) -> None:
    found = limited(tmp_path).findings()
    reasons = {one.reason for one in found.values() if isinstance(one, Unobserved)}
    assert any("TMC_CLUSTER_MANAGEMENT" in reason for reason in reasons)
    assert "" not in reasons
    assert set(found) == set(RULES)


@pytest.mark.parametrize(
    ("granted", "rule", "missing"),
    [
        ("TMC_RUN_PROFILE_MANAGEMENT", "runtime_id_is", "TMC_CLUSTER_MANAGEMENT"),
        ("TMC_CLUSTER_MANAGEMENT", "duplicate_profile_names", "TMC_RUN_PROFILE_MANAGEMENT"),
    ],
)
def test_the_reason_names_the_permission_for_the_object_that_cannot_be_created(
    granted: str, rule: str, missing: str, tmp_path: Path
) -> None:
    found = limited(tmp_path, granted).probe(experiments=select_experiments((rule,))).findings
    assert found[rule] == Unobserved(f"the API answered 403: the token needs {missing}")


def test_a_refused_token_is_not_a_lack_of_engine_tokens(tmp_path: Path) -> None:
    bench = Bench(tmp_path, service_account=False)
    bench.simulator.fault(
        "POST", ENGINE.create_path, kind="status", status=401, body={"message": "Bad token"}
    )
    outcome = bench.probe(experiments=select_experiments(("runtime_id_is", "engine_tokens_status")))
    assert outcome.token_refused
    assert isinstance(outcome.findings["engine_tokens_status"], Unobserved)


def test_a_refused_renewal_of_the_token_is_reported_as_such(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.simulator.fault("POST", "/security/oauth/token", kind="status", status=401, skip=1, count=None)

    def expire(number: int, _request: httpx.Request) -> None:
        if number == 4:  # the last look-up of a workspace
            bench.time.sleep(3600)

    bench.wire.after = expire
    found = bench.probe(experiments=select_experiments(("error_bodies",))).findings
    assert found["error_bodies"] == Unobserved("a new token was refused (401)")


def test_the_case_of_names_is_not_observed_alone_if_equal_names_are_allowed(tmp_path: Path) -> None:
    bench = Bench(tmp_path, switches={"duplicate_profile_names": "allow"})
    found = bench.probe(experiments=select_experiments(("name_case",))).findings
    assert isinstance(found["name_case"], Unobserved)


def test_names_are_not_observed_if_no_cluster_can_be_created(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.simulator.fault("POST", CLUSTER.create_path, kind="status", status=400, count=None)
    found = bench.probe(experiments=select_experiments(("name_unicode",))).findings
    assert found["name_unicode"] == Unobserved("the API answered 400")


def test_without_an_engine_token_clusters_are_still_observed(tmp_path: Path) -> None:
    found = Bench(tmp_path, switches={"engine_tokens": 0, "engine_tokens_status": "403"}).findings()
    assert found["engine_tokens_status"] == Observed("403")
    assert isinstance(found["name_blanks"], Observed)
    engine = found["duplicate_engine_names"]
    assert engine == Unobserved("the account has no engine token left (the API answered 403)")


def test_a_token_that_expires_meanwhile_ends_the_probe_and_the_rest_is_reported(tmp_path: Path) -> None:
    bench = Bench(tmp_path, service_account=False)
    bench.simulator.fault(kind="status", status=401, skip=30, count=None)
    outcome = bench.probe()
    assert outcome.token_refused
    assert outcome.not_removed
    assert isinstance(outcome.findings["error_bodies"], Observed)
    last = outcome.findings["clock_seconds"]
    assert last == Unobserved("the API refused the token before the experiment ended")


def test_objects_that_somebody_deletes_meanwhile_do_not_stop_the_probe(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    others = bench.objects()

    def sweep(number: int, request: httpx.Request) -> None:
        if number % 25 == 0 and request.method == "GET":
            for table in ("clusters", "runProfiles"):
                kept = bench.simulator._service.account.table(table)
                for key in [key for key in kept if f"{table}/{key}" not in others]:
                    del kept[key]

    bench.wire.before = sweep
    outcome = bench.probe()
    assert not outcome.not_removed
    assert bench.objects() == others
    assert any(isinstance(one, Observed) for one in outcome.findings.values())


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda one: one.rule_names[0])
def test_an_experiment_alone_makes_no_more_calls_than_the_plan_says(
    experiment: Experiment, tmp_path: Path
) -> None:
    bench = Bench(tmp_path)
    outcome = bench.probe(experiments=[experiment], task="task-1")
    plan = Plan(bench.target(bench.api(), task="task-1"), [experiment])
    assert outcome.calls <= plan.calls
    assert not outcome.not_removed


def test_the_plan_of_all_experiments_says_what_it_makes_and_needs(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    plan = Plan(bench.target(bench.api()), select_experiments(()))
    text = plan.text("0a1b2c3d")
    assert bench.probe().calls <= plan.calls <= 200
    assert "It needs 3 engine token(s)" in text
    assert "names begin with talend-probe-0a1b2c3d" in text
    assert "It may also create a cluster in workspace Other of environment sandbox." in text
    assert "It does not touch any other engine" in text
    assert "JVM rollback of the Cloud Engines and writes" not in text
    assert "--task" not in text


def test_the_plan_names_the_account_setting_that_the_probe_writes(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    text = Plan(bench.target(bench.api(), account_settings=True), select_experiments(())).text("0a1b2c3d")
    assert "It reads the JVM rollback of the Cloud Engines and writes the same value back." in text
    assert "It does not touch any other engine" in text


class RefusesSpecialCharacters(DirectTransport):
    """An account that refuses JVM arguments with a vertical bar."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if b"a|b" in request.read():
            return httpx.Response(400, json={"status": 400, "message": "special character"})
        return super().handle_request(request)


@pytest.mark.parametrize("value", ["keep", "split", "refuse"])
def test_refused_special_characters_do_not_hide_how_entries_are_stored(value: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path, switches={"jvm_argument_entries": value})
    bench.wire = RefusesSpecialCharacters(bench.simulator, bench.time)
    outcome = bench.probe(experiments=select_experiments(("jvm_argument_entries",)))
    note = "" if value == "refuse" else "the API refuses special characters"
    assert outcome.findings["jvm_argument_entries"] == Observed(value, note=note)
    assert not outcome.not_removed


class HasMoreFields(DirectTransport):
    """An account whose engines have fields that the list omits."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if request.method == "GET" and ENGINE.create_path + "/" in request.url.path:
            more = {"healthState": 1, "etl-prod-1": 1, "5f00aa": 1}
            return httpx.Response(200, json=json.loads(response.content) | more)
        return response


def test_names_of_fields_are_reported_only_if_they_have_the_form_of_the_api(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.wire = HasMoreFields(bench.simulator, bench.time)
    found = bench.probe(experiments=select_experiments(("engine_list_key",))).findings
    assert found["engine_list_key"] == Observed("show", note="the list also omits healthState")


def test_only_selects_the_experiments_of_the_named_rules(tmp_path: Path) -> None:
    assert [one.rule_names[0] for one in select_experiments(("list_order", "name_case"))] == [
        "runtime_list_delay",
        "name_case",
    ]
    with pytest.raises(UnknownRuleError, match="--only colour: no experiment observes this rule"):
        select_experiments(("colour",))


@pytest.mark.parametrize(
    ("name", "is_production"),
    [
        ("production", True),
        ("PROD", True),
        ("eu-prd-1", True),
        ("preprod", True),
        ("pre-production", True),
        ("Live", True),
        ("development", False),
        ("product-tests", False),
        ("delivery", False),
        ("test", False),
    ],
)
def test_names_of_production_are_recognized(name: str, is_production: bool) -> None:  # noqa: FBT001
    assert looks_like_production(name) is is_production


@pytest.mark.parametrize(
    ("environment", "workspace", "expected"),
    [
        ("none", "Probe", "the credentials see no workspace in it"),
        ("sandbox", "None", "no workspace has the name None. Existing ones: Other, Probe"),
    ],
)
def test_an_unknown_environment_or_workspace_is_an_error(
    environment: str, workspace: str, expected: str, tmp_path: Path
) -> None:
    with pytest.raises(TargetError, match=expected):
        find_workspace(Bench(tmp_path).api(), environment, workspace)


class WithoutPageLimit(DirectTransport):
    """An account whose list of executions returns as many items as the request asks for."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.params.get("limit") == "101":
            return httpx.Response(200, json={"items": [{}] * 101})
        return super().handle_request(request)


def test_a_page_that_is_longer_than_the_documented_limit_is_no_observation(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.wire = WithoutPageLimit(bench.simulator, bench.time)
    found = bench.probe(experiments=[history.EXPERIMENT]).findings
    assert found["page_limit"] == Unobserved("the API returned 101 executions")
