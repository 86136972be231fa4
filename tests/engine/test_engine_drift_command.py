"""`drift` finds what `pulumi refresh` finds, with the same calls, and does not change the state."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from stack import Stack

from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.drift.comparing import drift
from talend_processing.drift.report import Drift, Remedy
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator
from talend_processing.stack.state import read_state

pytestmark = pytest.mark.assumes(reschedule_fields="optional", cloud_jvm_rollback="present")

PROGRAM = """
import pulumi
import talend_processing as talend

place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
pool = talend.EngineCluster("pool", **place)
heap = {"type": "JOB_SERVER", "jvm_arguments": ["-Xmx1g"], "description": "first"}
for number in range(4):
    engine = talend.RemoteEngine(f"etl-{number}", **place, description="first")
    talend.ClusterMembership(f"member-{number}", cluster_id=pool, engine_id=engine)
    for profile in range(3):
        talend.RemoteEngineRunProfile(f"heap-{number}-{profile}", engine_id=engine, **heap)
talend.EngineClusterRunProfile("pool-heap", cluster_id=pool, **heap)
ignored = pulumi.ResourceOptions(ignore_changes=["jvm_arguments"])
talend.EngineClusterRunProfile("tuned-by-hand", cluster_id=pool, **heap, opts=ignored)
hidden = heap | {"jvm_arguments": pulumi.Output.secret(["-Dpassword=hush"])}
talend.EngineClusterRunProfile("hidden", cluster_id=pool, **hidden)
pipes = talend.PipelineEngine("pipes", **place)
talend.DatabricksRunProfile(
    "spark",
    engine_id=pipes,
    micro_batch_interval=5,
    databricks={
        "endpoint": "https://example.cloud.databricks.com",
        "token": "dapi-hush",
        "staging_location": "dbfs:/staging/",
        "cloud_provider": "AWS",
        "target": {
            "cluster": "old", "id": "1", "node_type_id": "m4.large", "logs_destination": "dbfs:/logs/",
            "workers_number": 2,
        },
    },
)
talend.CloudJvmRollback("java", job_jvm_rollback=True)
"""

ENGINES = """
def engine_of(number):
    name = "etl-9" if number == 3 else f"etl-{number}"
    return talend.RemoteEngine(name, **place, description="second" if number == 1 else "first")
"""


def drift_of(text: str, simulator: Simulator) -> Drift:
    """Compare an exported state with the account."""
    settings = Settings(simulator.url, AccessToken("made-up-token"))
    with TalendClient(settings) as client:
        session = Session(client, api_url=simulator.url, wait=client.wait)
        return drift(read_state(text), session)


def urns_with_remedy(found: Drift, remedy: Remedy) -> set[str]:
    """Return the resources with a change that needs the remedy."""
    return {
        one.resource.urn for one in found.changed if any(change.remedy == remedy for change in one.changes)
    }


def calls(simulator: Simulator) -> Counter[tuple[str, str]]:
    """Return the calls since the last call of this function."""
    seen = Counter((one["method"], one["path"]) for one in simulator.journal())
    simulator.clear_journal()
    return seen


def assert_calls_of_a_refresh(
    compared: Counter[tuple[str, str]], refreshed: Counter[tuple[str, str]]
) -> None:
    """Assert that drift makes the calls of a refresh, without the lists that a refresh fetches in advance."""
    assert compared - refreshed == Counter()
    ahead = refreshed - compared
    assert all(call == ("GET", call[1]) and call[1].endswith("/run-profiles") for call in ahead), ahead
    assert max(ahead.values(), default=1) == 1


def command(stack: Stack, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project's folder."""
    return subprocess.run(
        [sys.executable, "-m", "talend_processing", *arguments],
        cwd=stack.program,
        env=stack.variables,
        capture_output=True,
        text=True,
        check=False,
    )


def by_hand(account: dict[str, Any]) -> None:
    """Change, delete and move objects as people do in the console."""
    account["jobJvmRollback"] = False
    engines = {one["name"]: one for one in account["remoteEngines"]}
    engines["etl-1"].update(name="renamed", description="by hand")
    gone = engines["etl-2"]["id"]
    account["remoteEngines"] = [one for one in account["remoteEngines"] if one["id"] != gone]
    account["runProfiles"] = [one for one in account["runProfiles"] if one["processorId"] != gone]
    engines["etl-3"].pop("clusterId")
    for profile in account["runProfiles"]:
        if profile["name"] in {"heap-0-1", "tuned-by-hand", "hidden"}:
            profile["jvmArguments"] = ["-Xmx9g"]
    account["pipelineRunProfiles"][0]["definition"]["databricks"]["target"]["workersNumber"] = 9


def test_drift_finds_what_a_refresh_finds_with_its_calls(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    stack = stack_of(PROGRAM)
    stack.up()
    assert_the_graph_marks_changes_of_a_preview(stack)

    simulator.clear_journal()
    unchanged = drift_of(json.dumps(stack.export()), simulator)
    assert not unchanged.has_drift
    compared = calls(simulator)
    stack.up("--refresh", "--expect-no-changes")
    assert_calls_of_a_refresh(compared, calls(simulator))
    assert command(stack, "drift", "--stack", stack.name).returncode == 0

    account = simulator.state()
    by_hand(account)
    simulator.load(account)
    before = stack.run("stack", "export", "--stack", stack.name, "--show-secrets")
    kept = {path: path.read_bytes() for path in stack.folder.rglob("*.json")}
    assert_the_command_exports_the_stack_and_has_an_exit_code(stack)
    simulator.clear_journal()
    found = drift_of(before, simulator)
    compared = calls(simulator)
    assert {path: path.read_bytes() for path in stack.folder.rglob("*.json")} == kept, "state is untouched"
    assert "hush" not in repr(found)

    stack.refresh()
    assert_calls_of_a_refresh(compared, calls(simulator))
    after = {one["urn"]: one for one in stack.resources()}
    resources = {one["urn"]: one for one in json.loads(before)["deployment"]["resources"]}
    ours = {urn for urn, one in resources.items() if "/talend:" in one["type"]}
    assert {one.urn for one in found.missing} == ours - after.keys()
    by_up = urns_with_remedy(found, "up")
    refreshed = json.loads(stack.run("stack", "export", "--stack", stack.name, "--show-secrets"))
    changed = {
        one["urn"]
        for one in refreshed["deployment"]["resources"]
        if one["urn"] in ours and one["inputs"] != resources[one["urn"]]["inputs"]
    }
    ignored = {urn for urn, one in resources.items() if one.get("ignoreChanges")}
    assert by_up == changed - ignored, "no `up` corrects what the program ignores"
    assert {urn.rpartition("::")[2] for urn in ignored} == {"tuned-by-hand"}
    left = urns_with_remedy(found, "replacement")
    assert left == {urn for urn, one in after.items() if one["outputs"].get("drift")}
    assert {urn.rpartition("::")[2] for urn in by_up} == {"heap-0-1", "hidden", "spark", "java"}
    assert {urn.rpartition("::")[2] for urn in left} == {"etl-1"}

    stack.up()
    found = drift_of(json.dumps(stack.export()), simulator)
    assert not found.missing
    assert {one.resource.title.split("'")[1] for one in found.changed} == {"etl-1"}, (
        "an `up` does not replace an engine because of drift"
    )


def assert_the_command_exports_the_stack_and_has_an_exit_code(stack: Stack) -> None:
    done = command(stack, "drift", "--stack", stack.name, "--json", "--output", "drift.out")
    assert (done.returncode, done.stdout, done.stderr) == (7, "", "")
    report = json.loads((stack.program / "drift.out").read_text())
    assert (report["stack"], len(report["missing"]) > 0, report["unread"]) == (stack.name, True, [])
    (line,) = command(stack, "drift", "--stack", "none").stderr.splitlines()
    assert line.startswith("error: `pulumi stack export --stack none` failed: ")


def assert_the_graph_marks_changes_of_a_preview(stack: Stack) -> None:
    program = stack.program / "__main__.py"
    original = program.read_text()
    text = original.replace(
        'talend.RemoteEngine(f"etl-{number}", **place, description="first")', "engine_of(number)"
    )
    program.write_text(text.replace("pool = ", f"{ENGINES}\npool = ", 1))
    preview = stack.folder / "preview.out"
    preview.write_text(stack.run("preview", "--json", "--show-sames"))
    program.write_text(original)
    done = command(stack, "graph", "--preview", str(preview), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    engines = {one["name"]: one for one in json.loads(done.stdout)["nodes"] if one["kind"] == "engine"}
    assert {name: one["change"] for name, one in engines.items()} == {
        "etl-0": "",
        "etl-1": "replace",
        "etl-2": "",
        "etl-3": "delete",
        "etl-9": "create",
    }
    assert engines["etl-9"]["inside"] == engines["etl-0"]["inside"] != ""
    drawn = command(stack, "graph", "--preview", str(preview)).stdout
    for change in ("replace", "delete", "create"):
        assert f'class="card {change}"' in drawn
    assert command(stack, "graph", "--preview", str(preview), "--format", "mermaid").stdout.startswith(
        "flowchart"
    )
