"""What a review says of each class of change is what an `up` then does, on the real engine."""

from __future__ import annotations

import io
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from stack import FailedError, Stack

from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import Settings
from talend_processing.review.findings.facts import read_facts
from talend_processing.review.findings.finding import Finding
from talend_processing.review.findings.report import Review, review
from talend_processing.review.findings.rules import RULES, Risk
from talend_processing.review.render.json_report import json_report
from talend_processing.review.render.markdown import markdown
from talend_processing.review.render.sarif import sarif
from talend_processing.review.render.terminal import terminal
from talend_processing.simulator import Simulator
from talend_processing.stack.preview import Preview, read_preview
from talend_processing.stack.state import read_state
from tools.docs import review_comment

PARTS = """
import pulumi
import talend_processing as talend

PLACE = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}


def engine(name, **more):
    return talend.RemoteEngine(name, **PLACE, **more)


class Pool(pulumi.ComponentResource):
    def __init__(self, name, description):
        super().__init__("acme:Pool", name)
        self.cluster = talend.EngineCluster(
            f"{name}-cluster", **PLACE, description=description, opts=pulumi.ResourceOptions(parent=self)
        )
"""
PROGRAM = """
import pulumi
import talend_processing as talend
from parts import PLACE, Pool, engine

config = pulumi.Config()
phase = config.get_int("phase") or 1
second = phase > 1
changing = "second" if second else "first"
job = {"type": "JOB_SERVER", "jvm_arguments": ["-Xmx1g"]}

pool = talend.EngineCluster("pool", **PLACE)
remade = engine("remade", description=changing)
talend.ClusterMembership("remade-in-pool", cluster_id=pool, engine_id=remade)
unpaired = talend.RemoteEngine("unpaired", **PLACE, unpair_triggers={"version": changing})
mover = talend.RemoteEngine("mover", **PLACE)
leaver = talend.RemoteEngine("leaver", **PLACE)
left = talend.EngineCluster("left", **PLACE, remote_engines=[] if second else [leaver])
remade_pool = Pool("remade-pool", changing)
job_server = {"engine_id": mover, "type": "JOB_SERVER"}
talend.RemoteEngineRunProfile("shrinks", **job_server, jvm_arguments=["-Xmx1g" if second else "-Xmx2g"])
secret = pulumi.Output.secret(["-Xmx1g", f"-Dwallet=hunter-{changing}"])
talend.RemoteEngineRunProfile("hidden", **job_server, jvm_arguments=secret)
talend.RemoteEngineRunProfile("flags", **job_server, jvm_arguments=[f"-Dapi.token=hunter-{changing}"])
talend.RemoteEngineRunProfile("renamed", engine_id=mover, **job, description=changing)
kind = "MICROSERVICE" if second else "JOB_SERVER"
talend.RemoteEngineRunProfile("remade-profile", engine_id=mover, type=kind, jvm_arguments=[])
pipelines = talend.PipelineEngine("pipelines", **PLACE)
talend.AdvancedRunProfile("advanced", engine_id=pipelines, definition="{}", warehouse_name=changing)
talend.CloudJvmRollback("java", job_jvm_rollback=not second)
parameters = {"key": f"hunter-{changing}"}
talend.TaskRun("task", executable="5a0000000000000000000001", parameters=parameters, poll_interval=1)
talend.PlanRun("plan", executable="9f0b1c5e-0000-4000-8000-000000000001", triggers=changing, poll_interval=1)
talend.PromotionRun("promotion", executable="5b0000000000000000000001", triggers=changing, poll_interval=1)
if not second:
    deleted = talend.RemoteEngine("deleted", **PLACE)
    talend.EngineCluster("deleted-pool", **PLACE)
    talend.RemoteEngineRunProfile("deleted-profile", engine_id=mover, **job)
    talend.RemoteEngineRunProfile("goes-along", engine_id=deleted, **job)
    talend.RemoteEngine("retained", **PLACE, opts=pulumi.ResourceOptions(retain_on_delete=True))
else:
    talend.RemoteEngine("new", **PLACE)
    talend.EngineCluster("new-pool", **PLACE)
    talend.RemoteEngineRunProfile("new-profile", engine_id=mover, **job)
    talend.RemoteEngineRunProfile("adopted", engine_id=mover, **job, on_existing="adopt")
    method = "DUPLICATE_RUN_PROFILES"
    talend.ClusterMembership("mover-in-pool", cluster_id=pool, engine_id=mover, method=method)
    talend.TaskTermination("stop", execution_id="16fefb53-035a-4249-af9d-f80a3b47b132")
    talend.EnginePairing("mover-paired", engine_id=mover)
if phase > 2:
    talend.TaskRun("slow", executable="5a00000000000000000000f0", poll_interval=1, wait_timeout=1)
"""
FAR = 2**42
"""Milliseconds since 1970: not in this test's time."""
STOPPED = "16fefb53-035a-4249-af9d-f80a3b47b132"


@dataclass
class Seen:
    """A review, and what the account held before and after the `up` that followed."""

    review: Review
    before: dict[str, Any]
    after: dict[str, Any]
    ids: tuple[dict[str, str], dict[str, str]]
    journal: list[dict[str, Any]]

    def finding(self, rule: str, name: str) -> Finding:
        """The statement about a resource."""
        (found,) = [one for one in self.review.findings if (one.rule, one.step.name) == (rule, name)]
        return found

    def one(self, table: str, name: str, *, after: bool = True) -> dict[str, Any]:
        """The object that a resource stands for."""
        account, ids = (self.after, self.ids[1]) if after else (self.before, self.ids[0])
        return next((dict(one) for one in account[table] if one["id"] == ids.get(name)), {})

    def task(self, name: str) -> dict[str, Any]:
        """A task after the change."""
        return next(dict(one) for one in self.after["tasks"] if one["name"] == name)

    def replaced(self, name: str) -> bool:
        """Whether the resource stands for another object now."""
        return self.ids[0][name] != self.ids[1][name]

    def started(self, path: str) -> int:
        """How often something was started."""
        return sum(1 for one in self.journal if (one["method"], one["path"]) == ("POST", path))


def _ids(stack: Stack) -> dict[str, str]:
    return {one["urn"].rpartition("::")[2]: one["id"] for one in stack.resources()}


def _printed(stack: Stack, *options: str) -> str:
    """What a command prints to stdout alone."""
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
def world(tmp_path_factory: pytest.TempPathFactory, engine: Path) -> Iterator[tuple[Stack, Simulator]]:
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


@pytest.fixture(scope="module")
def previews(world: tuple[Stack, Simulator]) -> dict[str, str]:
    """The second phase, in all forms that pulumi writes."""
    stack, simulator = world
    _busy(simulator, _ids(stack))
    exported = json.dumps(stack.export())
    stack.set("fleet:phase", "2")
    stack.environ = {"PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true"}
    streamed = _printed(stack)
    stack.environ = {}
    plan = stack.folder / "plan.json"
    stack.preview("--save-plan", str(plan))
    return {
        "whole": _printed(stack, "--show-sames"),
        "changes": _printed(stack),
        "refreshed": _printed(stack, "--show-sames", "--refresh"),
        "streamed": streamed,
        "plan": plan.read_text(),
        "state": exported,
    }


def _busy(simulator: Simulator, ids: dict[str, str]) -> None:
    """Machines are paired, and tasks are scheduled on what the program has made."""
    account = simulator.state()
    place = {"workspaceId": "5f0000000000000000000004"}
    for number, name in enumerate(("remade", "deleted", "mover")):
        runtime = {"type": "REMOTE_ENGINE", "id": ids[name]}
        task = {"id": f"5a00000000000000000000a{number}", "name": f"on-{name}", "runtime": runtime, **place}
        account["tasks"].append(task)
    account["tasks"][-1]["runProfileId"] = ids["shrinks"]
    for number, name in enumerate(("remade-pool-cluster", "deleted-pool", "left")):
        runtime = {"type": "REMOTE_ENGINE_CLUSTER", "id": ids[name]}
        task = {"id": f"5a00000000000000000000b{number}", "name": f"on-{name}", "runtime": runtime, **place}
        account["tasks"].append(task)
    account["tasks"].append({"id": "5a00000000000000000000f0", "name": "slow", "seconds": 3600, **place})
    account["runProfiles"].append(
        {
            "id": "9" * 24,
            "name": "adopted",
            "processorType": "REMOTE_ENGINE",
            "processorId": ids["mover"],
            "jvmArguments": ["-Xmx9g"],
        }
    )
    began = {"status": "executing", "triggered": int(time.time() * 1000), "due": FAR}
    account["taskExecutions"] += [
        {"id": STOPPED, "taskId": "5a0000000000000000000003", **began},
        {"taskId": "5a00000000000000000000a1", "engineId": ids["deleted"], **began},
    ]
    simulator.load(account)
    for name in ("remade", "unpaired", "mover", "leaver", "deleted", "retained", "pipelines"):
        simulator.pair(ids[name])


@pytest.fixture(scope="module")
def seen(world: tuple[Stack, Simulator], previews: dict[str, str]) -> Seen:
    stack, simulator = world
    preview = read_preview(previews["whole"])
    simulator.clear_journal()
    with _client(simulator) as client:
        found = review(preview, read_facts(client, preview.steps))
    assert {one["method"] for one in simulator.journal()} == {"GET"}, "a review only reads"
    assert len(simulator.journal()) == 3, "engines of both kinds, and executions"
    before, ids = simulator.state(), _ids(stack)
    simulator.clear_journal()
    stack.up()
    return Seen(found, before, simulator.state(), (ids, _ids(stack)), simulator.journal())


def _engine_created(seen: Seen) -> bool:
    return seen.one("remoteEngines", "new")["status"] == "NOT_PAIRED"


def _engine_replaced(seen: Seen) -> bool:
    task, found = seen.task("on-remade"), seen.finding("engine-replaced", "remade")
    paused = task["paused"] and task["runtime"] == {"type": "CLOUD"}
    anew = seen.replaced("remade") and seen.one("remoteEngines", "remade")["status"] == "NOT_PAIRED"
    told = found.risk is Risk.HIGH and "replaced because of: description" in found.details
    return paused and anew and told


def _engine_deleted(seen: Seen) -> bool:
    task, found = seen.task("on-deleted"), seen.finding("engine-deleted", "deleted")
    gone = not [one for one in seen.after["remoteEngines"] if one["id"] == seen.ids[0]["deleted"]]
    gone &= not [one for one in seen.after["runProfiles"] if one["id"] == seen.ids[0]["goes-along"]]
    told = "live: 1 execution in flight" in found.details and found.risk is Risk.HIGH
    return gone and task["paused"] and task["runtime"] == {"type": "CLOUD"} and told


def _engine_unpaired(seen: Seen) -> bool:
    return not seen.replaced("unpaired") and seen.one("remoteEngines", "unpaired")["status"] == "NOT_PAIRED"


def _cluster_created(seen: Seen) -> bool:
    cluster = seen.one("clusters", "new-pool")
    return bool(cluster) and not _members(seen, cluster["id"])


def _members(seen: Seen, cluster: str) -> list[str]:
    return [one["name"] for one in seen.after["remoteEngines"] if one.get("clusterId") == cluster]


def _cluster_replaced(seen: Seen) -> bool:
    task = seen.task("on-remade-pool-cluster")
    return seen.replaced("remade-pool-cluster") and task["paused"] and task["runtime"] == {"type": "CLOUD"}


def _cluster_deleted(seen: Seen) -> bool:
    gone = not [one for one in seen.after["clusters"] if one["id"] == seen.ids[0]["deleted-pool"]]
    return gone and seen.task("on-deleted-pool")["paused"]


def _membership_added(seen: Seen) -> bool:
    task, found = seen.task("on-mover"), seen.finding("membership-added", "mover-in-pool")
    moved = task["runtime"] == {"type": "REMOTE_ENGINE_CLUSTER", "id": seen.ids[1]["pool"]}
    copied = task["runProfileId"] not in {None, seen.ids[0]["shrinks"]}
    return moved and copied and not task["paused"] and "with copies of their run profiles" in found.reason


def _membership_renewed(seen: Seen) -> bool:
    return "remade" in _members(seen, seen.ids[1]["pool"]) and seen.replaced("remade-in-pool")


def _membership_removed(seen: Seen) -> bool:
    task, found = seen.task("on-left"), seen.finding("membership-removed", "left")
    stays = task["runtime"] == {"type": "REMOTE_ENGINE_CLUSTER", "id": seen.ids[1]["left"]}
    return stays and not _members(seen, seen.ids[1]["left"]) and found.risk is Risk.HIGH


def _profile_replaced(seen: Seen) -> bool:
    return (
        seen.replaced("remade-profile")
        and seen.one("runProfiles", "remade-profile")["type"] == "MICROSERVICE"
    )


def _profile_deleted(seen: Seen) -> bool:
    return not [one for one in seen.after["runProfiles"] if one["id"] == seen.ids[0]["deleted-profile"]]


def _jvm_arguments_changed(seen: Seen) -> bool:
    found = seen.finding("jvm-arguments-changed", "shrinks")
    details = {"- `-Xmx2g`", "+ `-Xmx1g`"} <= set(found.details) and found.risk is Risk.HIGH
    changed = seen.one("runProfiles", "shrinks")["jvmArguments"] == ["-Xmx1g"]
    secret = seen.finding("jvm-arguments-changed", "hidden")
    hidden = seen.one("runProfiles", "hidden")["jvmArguments"][1] == "-Dwallet=hunter-second"
    return details and changed and hidden and secret.details == () and secret.risk is Risk.MEDIUM


def _profile_changed(seen: Seen) -> bool:
    what = seen.finding("profile-changed", "advanced").what
    profile = json.dumps(seen.one("pipelineRunProfiles", "advanced"))
    return '"warehouseName": "second"' in profile and what.endswith("warehouse_name")


def _profile_renamed(seen: Seen) -> bool:
    profile = seen.one("runProfiles", "renamed")
    return (profile["description"], profile["jvmArguments"]) == ("second", ["-Xmx1g"])


def _adopted(seen: Seen) -> bool:
    return seen.ids[1]["adopted"] == "9" * 24 and seen.one("runProfiles", "adopted")["jvmArguments"] == [
        "-Xmx1g"
    ]


def _retained(seen: Seen) -> bool:
    left = [one for one in seen.after["remoteEngines"] if one["id"] == seen.ids[0]["retained"]]
    return bool(left) and left[0]["status"] == "PAIRED" and "retained" not in seen.ids[1]


def _terminated(seen: Seen) -> bool:
    (found,) = [one for one in seen.after["taskExecutions"] if one["id"] == STOPPED]
    return found["status"] == "terminated"


CHECKS: dict[str, Callable[[Seen], bool]] = {
    "engine-created": _engine_created,
    "engine-replaced": _engine_replaced,
    "engine-deleted": _engine_deleted,
    "engine-unpaired": _engine_unpaired,
    "cluster-created": _cluster_created,
    "cluster-replaced": _cluster_replaced,
    "cluster-deleted": _cluster_deleted,
    "membership-added": _membership_added,
    "membership-renewed": _membership_renewed,
    "membership-removed": _membership_removed,
    "profile-created": lambda seen: bool(seen.one("runProfiles", "new-profile")),
    "profile-replaced": _profile_replaced,
    "profile-deleted": _profile_deleted,
    "jvm-arguments-changed": _jvm_arguments_changed,
    "profile-changed": _profile_changed,
    "profile-renamed": _profile_renamed,
    "jvm-rollback-changed": lambda seen: (
        (seen.before["jobJvmRollback"], seen.after["jobJvmRollback"]) == (True, False)
    ),
    "adopted": _adopted,
    "retained": _retained,
    "task-started": lambda seen: seen.started("/processing/executions") == 1,
    "plan-started": lambda seen: seen.started("/processing/executions/plans") == 1,
    "promotion-started": lambda seen: seen.started("/processing/executions/promotions") == 1,
    "execution-terminated": _terminated,
    "pairing-awaited": lambda seen: seen.ids[1]["mover-paired"] == seen.ids[1]["mover"],
}
"""What the account must hold after the `up`, for each class of change; `run-awaited` has its own test."""


def test_every_class_of_change_is_checked() -> None:
    assert {*CHECKS, "run-awaited"} == set(RULES)


@pytest.mark.parametrize("rule", CHECKS)
def test_what_is_said_is_what_an_up_does(rule: str, seen: Seen) -> None:
    found = [one for one in seen.review.findings if one.rule == rule]
    assert found, "the review says so"
    assert {one.risk for one in found} <= set(RULES[rule].risks)
    assert CHECKS[rule](seen)


def test_nothing_else_is_said(seen: Seen) -> None:
    names = {one.step.name for one in seen.review.findings}
    unchanged = {"pool", "mover", "leaver", "pipelines", "goes-along"}
    assert names & unchanged == set()


@pytest.mark.parametrize("when", [0, 1], ids=["before", "after"])
def test_capacity_is_the_account_s(when: int, seen: Seen) -> None:
    (capacity,) = seen.review.capacity
    account = (seen.before, seen.after)[when]
    engines = account["remoteEngines"]
    assert capacity.environment == "production"
    assert capacity.engines[when] == len(engines)
    assert capacity.paired[when] == sum(1 for one in engines if one["status"] == "PAIRED")
    assert capacity.clusters[when] == len(account["clusters"])
    assert capacity.pipeline_engines[when] == len(account["pipelineEngines"])


def test_members_are_the_account_s(seen: Seen) -> None:
    for side, ids, account in zip(
        (seen.review.before, seen.review.after), seen.ids, (seen.before, seen.after), strict=True
    ):
        drawn = {(one.name, side_name(side, one.inside)) for one in side.of("engine")}
        clusters = {one["id"]: one["name"] for one in account["clusters"]}
        held = {(one["name"], clusters.get(one.get("clusterId", ""), "")) for one in account["remoteEngines"]}
        assert drawn == held, ids


def side_name(side: Any, key: str) -> str:
    return next((node.name for node in side.nodes if node.key == key), "")


def test_findings_stand_on_the_line_that_declares_them(seen: Seen) -> None:
    texts = {"__main__.py": PROGRAM.splitlines(), "parts.py": PARTS.splitlines()}
    for finding in seen.review.findings:
        if finding.step.op == "delete":
            continue
        assert finding.position, finding
        declared = finding.step.trace[-1]  # in the end, a line of the program itself leads there
        name = finding.step.name.removesuffix("-execution").removesuffix("-cluster")
        line = "\n".join(texts[declared.path][declared.line - 1 : declared.line + 1])
        assert f'"{name}"' in line, (finding.rule, name, line)
    assert seen.finding("engine-replaced", "remade").position.path == "parts.py"  # type: ignore[union-attr]
    place = seen.finding("cluster-replaced", "remade-pool-cluster").position
    assert place
    assert "talend.EngineCluster(" in texts[place.path][place.line - 1]


def test_sarif_of_every_class_of_change_fits_the_official_schema(seen: Seen) -> None:
    schema = json.loads((Path(__file__).parents[1] / "review/schemas/sarif-2.1.0.json").read_text())
    Draft7Validator(schema).validate(json.loads(sarif(seen.review)))


def test_sarif_has_both_lines_of_what_a_function_declares(seen: Seen) -> None:
    results = json.loads(sarif(seen.review, program="infra"))["runs"][0]["results"]
    (one,) = [one for one in results if one["ruleId"] == "engine-replaced"]
    places = [place["physicalLocation"] for place in (*one["locations"], *one["relatedLocations"])]
    assert [place["artifactLocation"]["uri"] for place in places] == [
        "infra/parts.py",
        "infra/__main__.py",
    ]


def _said(preview: Preview) -> set[tuple[str, str]]:
    return {(one.rule, one.step.name) for one in review(preview).findings}


@pytest.mark.parametrize("form", ["whole", "changes", "refreshed", "streamed", "plan"])
def test_every_form_of_a_preview_says_the_same(form: str, previews: dict[str, str], seen: Seen) -> None:
    needed = form in {"changes", "streamed", "plan"}
    state = read_state(previews["state"]) if needed else None
    said = _said(read_preview(previews[form], state=state))
    assert said == {(one.rule, one.step.name) for one in seen.review.findings}


def test_secrets_are_in_no_output(previews: dict[str, str], seen: Seen) -> None:
    page = io.StringIO()
    terminal(seen.review, page)
    outputs = [page.getvalue(), markdown(seen.review), json_report(seen.review), sarif(seen.review)]
    assert all(outputs)
    assert "hunter" in previews["whole"], "a flag that only looks like a password is in the preview"
    assert "hunter" not in "".join(outputs)


def test_comment_and_picture_of_the_pages_are_what_the_commands_make_of_a_real_preview() -> None:
    for path, text in review_comment.made().items():
        assert path.read_text(encoding="utf-8") == text, "run `python -m tools.docs.review_comment`"


def test_a_run_whose_wait_was_cut_is_only_waited_for(world: tuple[Stack, Simulator], seen: Seen) -> None:
    stack, simulator = world
    stack.set("fleet:phase", "3")
    simulator.clear_journal()
    with pytest.raises(FailedError, match="had not ended after 1 s"):
        stack.up()
    found = review(read_preview(_printed(stack, "--show-sames"))).findings
    assert [(one.rule, one.step.name) for one in found] == [("run-awaited", "slow-completion")]
    simulator.advance(3600)
    stack.up()
    assert sum(1 for one in simulator.journal() if one["method"] == "POST") == 1
