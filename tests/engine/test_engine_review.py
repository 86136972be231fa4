"""On the real engine, a review describes each class of change as a later `up` applies it."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from change_effects import EFFECTS
from jsonschema import Draft7Validator
from reviewed_change import PARTS, PROGRAM, Reviewed, ids_of, start_work
from stack import Stack, StackError

from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import Settings
from talend_processing.review.findings.facts import read_facts
from talend_processing.review.findings.report import review
from talend_processing.review.findings.rules import RULES
from talend_processing.review.render.json_report import json_report
from talend_processing.review.render.markdown import markdown
from talend_processing.review.render.sarif import sarif
from talend_processing.review.render.terminal import terminal
from talend_processing.simulator import Simulator
from talend_processing.stack.preview import read_preview
from talend_processing.stack.state import read_state
from tools.docs import review_comment

pytestmark = pytest.mark.assumes(
    microservice_profiles="allow",
    engine_version="omit",
    reschedule_fields="optional",
    cloud_jvm_rollback="present",
)


def _printed(stack: Stack, *options: str) -> str:
    """Return the standard output of a preview, without standard error."""
    done = subprocess.run(
        stack.command("preview", "--json", *options),
        env=stack.variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def _client(simulator: Simulator) -> TalendClient:
    return TalendClient(Settings.load({"talend:apiUrl": simulator.url}, {"TALEND_ACCESS_TOKEN": "made-up"}))


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory, engine: Path) -> Iterator[tuple[Stack, Simulator]]:
    """Deploy the first phase of the program."""
    folder = tmp_path_factory.mktemp("review")
    program = folder / "program"
    program.mkdir()
    (program / "Pulumi.yaml").write_text("name: fleet\nruntime: python\n")
    (program / "__main__.py").write_text(PROGRAM)
    (program / "parts.py").write_text(PARTS)
    with Simulator() as simulator:
        stack = Stack(folder / "stack", program, engine, simulator.url)
        stack.up()
        yield stack, simulator
        stack.close()


@pytest.fixture(scope="module")
def state(deployed: tuple[Stack, Simulator]) -> dict[str, Any]:
    """Start work in the account, and return the state before the change."""
    stack, simulator = deployed
    exported = stack.export()
    start_work(simulator, ids_of(exported["deployment"]["resources"]))
    return exported


@pytest.fixture(scope="module")
def previews(deployed: tuple[Stack, Simulator], state: dict[str, Any]) -> dict[str, str]:
    """Return previews of the second phase in all forms that pulumi writes."""
    stack, _ = deployed
    stack.set("fleet:phase", "2")
    plan = stack.folder / "plan.json"
    whole = _printed(stack, "--show-sames", "--save-plan", str(plan))
    refreshed = _printed(stack, "--refresh")
    stack.environ = {"PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true"}
    streamed = _printed(stack)
    stack.environ = {}
    return {"whole": whole, "plan": plan.read_text(), "refreshed changes": refreshed, "streamed": streamed}


@pytest.fixture(scope="module")
def seen(deployed: tuple[Stack, Simulator], state: dict[str, Any], previews: dict[str, str]) -> Reviewed:
    """Review the change, then apply it."""
    stack, simulator = deployed
    preview = read_preview(previews["whole"])
    simulator.clear_journal()
    with _client(simulator) as client:
        found = review(preview, read_facts(client, preview.steps))
    assert {one["method"] for one in simulator.journal()} == {"GET"}, "a review only reads"
    assert len(simulator.journal()) == 3, "engines of both kinds, and executions"
    before = simulator.state()
    simulator.clear_journal()
    stack.up()
    ids = ids_of(state["deployment"]["resources"]), ids_of(stack.resources())
    return Reviewed(found, before, simulator.state(), ids, simulator.journal())


def test_every_class_of_change_is_checked() -> None:
    assert {*EFFECTS, "run-awaited"} == set(RULES)


@pytest.mark.parametrize("rule", EFFECTS)
def test_a_finding_says_what_an_up_does(rule: str, seen: Reviewed) -> None:
    found = [one for one in seen.review.findings if one.rule == rule]
    assert found, "the review has such a finding"
    assert {one.risk for one in found} <= set(RULES[rule].risks)
    assert EFFECTS[rule](seen)


def test_unchanged_resources_have_no_findings(seen: Reviewed) -> None:
    names = {one.step.name for one in seen.review.findings}
    unchanged = {"pool", "mover", "leaver", "pipelines", "goes-along"}
    assert names & unchanged == set()


@pytest.mark.parametrize("when", [0, 1], ids=["before", "after"])
def test_capacity_equals_that_of_the_account(when: int, seen: Reviewed) -> None:
    (capacity,) = seen.review.capacity
    account = (seen.before, seen.after)[when]
    engines = account["remoteEngines"]
    assert capacity.environment == "production"
    assert capacity.engines[when] == len(engines)
    assert capacity.paired[when] == sum(1 for one in engines if one["status"] == "PAIRED")
    assert capacity.clusters[when] == len(account["clusters"])
    assert capacity.pipeline_engines[when] == len(account["pipelineEngines"])


def test_cluster_members_equal_those_of_the_account(seen: Reviewed) -> None:
    for side, ids, account in zip(
        (seen.review.before, seen.review.after), seen.ids, (seen.before, seen.after), strict=True
    ):
        drawn = {(one.name, side_name(side, one.parent_key)) for one in side.nodes_of_kind("engine")}
        clusters = {one["id"]: one["name"] for one in account["clusters"]}
        actual = {
            (one["name"], clusters.get(one.get("clusterId", ""), "")) for one in account["remoteEngines"]
        }
        assert drawn == actual, ids


def side_name(side: Any, key: str) -> str:
    return next((node.name for node in side.nodes if node.key == key), "")


def test_findings_have_the_line_that_declares_the_resource(seen: Reviewed) -> None:
    texts = {"__main__.py": PROGRAM.splitlines(), "parts.py": PARTS.splitlines()}
    for finding in seen.review.findings:
        if finding.step.op == "delete":
            continue
        assert finding.position, finding
        declared = finding.step.trace[-1]  # the last line of the trace is in the program
        name = finding.step.name.removesuffix("-execution").removesuffix("-cluster")
        line = "\n".join(texts[declared.path][declared.line - 1 : declared.line + 1])
        assert f'"{name}"' in line, (finding.rule, name, line)
    assert seen.finding("engine-replaced", "remade").position.path == "parts.py"  # type: ignore[union-attr]
    place = seen.finding("cluster-replaced", "remade-pool-cluster").position
    assert place
    assert "talend.EngineCluster(" in texts[place.path][place.line - 1]


def test_sarif_of_every_class_of_change_fits_the_official_schema(seen: Reviewed) -> None:
    schema = json.loads((Path(__file__).parents[1] / "review/schemas/sarif-2.1.0.json").read_text())
    Draft7Validator(schema).validate(json.loads(sarif(seen.review)))


def test_sarif_has_the_lines_of_a_function_and_of_its_call(seen: Reviewed) -> None:
    results = json.loads(sarif(seen.review, program_folder="infra"))["runs"][0]["results"]
    (one,) = [one for one in results if one["ruleId"] == "engine-replaced"]
    places = [place["physicalLocation"] for place in (*one["locations"], *one["relatedLocations"])]
    assert [place["artifactLocation"]["uri"] for place in places] == [
        "infra/parts.py",
        "infra/__main__.py",
    ]


@pytest.mark.parametrize("form", ["whole", "plan", "refreshed changes", "streamed"])
def test_every_form_of_a_preview_has_the_same_findings(
    form: str, previews: dict[str, str], state: dict[str, Any], seen: Reviewed
) -> None:
    # Only the whole preview contains the unchanged resources. The other forms get them from the state.
    completed_from = None if form == "whole" else read_state(json.dumps(state))
    found = review(read_preview(previews[form], state=completed_from)).findings
    expected = {(one.rule, one.step.name) for one in seen.review.findings}
    assert {(one.rule, one.step.name) for one in found} == expected


def test_secrets_are_in_no_output(previews: dict[str, str], seen: Reviewed) -> None:
    page = io.StringIO()
    terminal(seen.review, page)
    outputs = [page.getvalue(), markdown(seen.review), json_report(seen.review), sarif(seen.review)]
    assert all(outputs)
    assert "hunter" in previews["whole"], "a flag that only looks like a password is in the preview"
    assert "hunter" not in "".join(outputs)


def test_the_comment_and_the_picture_in_the_docs_are_up_to_date() -> None:
    for path, text in review_comment.made().items():
        assert path.read_text(encoding="utf-8") == text, "run `python -m tools.docs.review_comment`"


SLOW = """
import talend_processing as talend
talend.TaskRun("slow", executable="5a00000000000000000000f0", poll_interval=1, wait_timeout=1)
"""


def test_a_run_whose_wait_timed_out_is_only_awaited(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    """`test_engine_operations` shows that the next `up` only awaits the run."""
    account = simulator.state()
    place = {"workspaceId": "5f0000000000000000000004"}
    account["tasks"].append({"id": "5a00000000000000000000f0", "name": "slow", "seconds": 3600, **place})
    simulator.load(account)
    stack = stack_of(SLOW)
    with pytest.raises(StackError, match="had not ended after 1 s"):
        stack.up()
    found = review(read_preview(_printed(stack, "--show-sames"))).findings
    assert [(one.rule, one.step.name) for one in found] == [("run-awaited", "slow-completion")]
