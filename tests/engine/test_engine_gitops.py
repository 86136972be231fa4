"""The GitOps kit: its scripts work on the real engine, and its workflows fit their schema.

`test_engine_workflows` and `test_engine_gitlab_pipeline` deploy the whole kit with these scripts.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from kit import KIT
from snapshot import Snapshot
from stack import Stack

import talend_processing
from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(reschedule_fields="optional")

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((KIT / ".github" / "workflows").glob("*.yml"))
PROGRAM = """
import pulumi
import talend_processing as talend

engine = talend.RemoteEngine(
    "etl-1", environment_id="5e0000000000000000000002", workspace_id="5f0000000000000000000004",
    description="DESCRIPTION",
)
talend.RemoteEngineRunProfile(
    "heap", engine_id=engine, type="JOB_SERVER", jvm_arguments=["-Xms1g", "-Xmx1g"], description="tasks"
)
"""


def script(name: str, stack: Stack, out: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [KIT / "scripts" / name],
        cwd=stack.program,
        env=stack.variables | {"OUT": str(out)} | more,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@dataclass
class Deployed:
    """A stack that `apply.sh` has deployed."""

    stack: Stack
    simulator: Simulator
    snapshot: Snapshot
    applied: subprocess.CompletedProcess[str]
    log: str
    """The contents of the file that `apply.sh` wrote."""


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory, engine: Path) -> Iterator[Deployed]:
    folder = tmp_path_factory.mktemp("gitops")
    with Simulator() as simulator:
        stack = Stack.of(PROGRAM, folder / "stack", pulumi=engine, api_url=simulator.url)
        applied = script("apply.sh", stack, folder / "out", STACK=stack.name)
        log = (folder / "out" / "apply.txt").read_text()
        yield Deployed(stack, simulator, Snapshot(stack, simulator), applied, log)
        stack.close()


@pytest.fixture
def stack(deployed: Deployed) -> Stack:
    """The stack as `apply.sh` deployed it."""
    deployed.snapshot.restore()
    return deployed.stack


def test_apply_creates_the_declared_resources(deployed: Deployed, stack: Stack) -> None:
    assert deployed.applied.returncode == 0, deployed.applied.stdout + deployed.applied.stderr
    assert len(stack.resources()) == 2
    assert "created" in deployed.log
    assert "made-up-token" not in deployed.log


@pytest.mark.parametrize("name", ["preview.sh", "apply.sh", "drift.sh"])
def test_a_script_asks_for_the_name_of_the_stack(name: str, stack: Stack, tmp_path: Path) -> None:
    done = script(name, stack, tmp_path / "out")
    assert done.returncode != 0
    assert "name the stack" in done.stderr


def preview(stack: Stack, out: Path, program: str, **more: str) -> tuple[int, str]:
    """Preview a changed program, and return the exit code and the comment."""
    (stack.program / "__main__.py").write_text(program)
    done = script("preview.sh", stack, out, STACK=stack.name, **more)
    assert "made-up-token" not in done.stdout + done.stderr
    comment = (out / "comment.md").read_text()
    assert comment.startswith(f"<!-- talend-processing: {stack.name} -->\n")
    assert not (out / "events.json").exists()
    return done.returncode, comment


def test_preview_describes_a_change_and_fails_at_its_risk(
    stack: Stack, deployed: Deployed, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    replaced = PROGRAM.replace("DESCRIPTION", "another")
    code, comment = preview(stack, out, replaced, PROGRAM="infra")
    assert code == 0, comment
    assert "Risk: medium" in comment
    assert "not paired" in comment
    assert "No policy is violated." in comment
    results = json.loads((out / "review.sarif").read_text())["runs"][0]["results"]
    files = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results}
    assert files == {"infra/__main__.py"}
    assert json.loads((out / "preview.json").read_text())["steps"]
    assert preview(stack, out, replaced, FAIL_ON="medium")[0] == Exit.RISK
    simulator = deployed.simulator
    simulator.pair(simulator.state()["remoteEngines"][0]["id"])
    code, comment = preview(stack, out, replaced)
    assert code == Exit.RISK, comment
    assert "Risk: high" in comment


def test_preview_fails_at_a_mandatory_policy_and_describes_the_change_too(
    stack: Stack, tmp_path: Path
) -> None:
    config = tmp_path / "policies.json"
    config.write_text(
        json.dumps({"heap-within-limits": {"maxHeapMb": 512}, "jvm-arguments-coherent": "disabled"})
    )
    incoherent = PROGRAM.replace("-Xms1g", "-Xms2g")
    code, comment = preview(stack, tmp_path / "out", incoherent, POLICY_CONFIG=str(config))
    assert code not in {0, Exit.RISK}, comment
    assert "| 🔴 mandatory | heap-within-limits | RemoteEngineRunProfile heap: " in comment
    assert "jvm-arguments-coherent" not in comment, "the file disables it"
    assert "A mandatory policy forbids this change." in comment
    assert "What this change does to" in comment


def test_preview_of_a_program_that_fails_shows_the_error(stack: Stack, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("comment.md", "review.sarif"):
        (out / name).write_text("of an earlier preview")
    code, comment = preview(stack, out, "raise ValueError('no such place')\n")
    assert code not in {0, Exit.RISK}
    assert "### The preview failed" in comment
    assert "no such place" in comment
    assert "What this change does to" not in comment
    assert not (out / "review.sarif").exists()


def test_many_and_long_violations_fit_in_a_comment(tmp_path: Path) -> None:
    text = "Title.\n" + "a|b<c" * 1000
    levels = ["advisory"] * 199 + ["mandatory"]
    events = [
        {"policyEvent": {"enforcementLevel": one, "policyName": one, "message": text}} for one in levels
    ]
    log = tmp_path / "events.json"
    log.write_text("\n".join(json.dumps(one) for one in [{"policyLoadEvent": {}}, *events]))
    command = [sys.executable, KIT / "scripts" / "engine_says.py", log, "255"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert len(printed) < 30_000
    rows = [line for line in printed.splitlines() if line.startswith(("| 🔴", "| 🟠"))]
    assert len(rows) == 50
    assert rows[0].startswith("| 🔴 mandatory | mandatory | a\\|b&lt;c")
    assert "… and 150 more." in printed


@pytest.mark.parametrize("name", ["preview.sh", "apply.sh"])
def test_an_unknown_policy_ends_the_script_before_pulumi_runs(
    name: str, stack: Stack, tmp_path: Path
) -> None:
    config = tmp_path / "policies.json"
    config.write_text('{"heap-within-limit": "disabled"}')
    done = script(name, stack, tmp_path / "out", STACK=stack.name, POLICY_CONFIG=str(config))
    assert done.returncode == 1
    assert "heap-within-limit" in done.stderr
    assert done.stdout == ""


def test_preview_of_an_unknown_stack_refers_to_the_log(stack: Stack, tmp_path: Path) -> None:
    done = script("preview.sh", stack, tmp_path, STACK="unknown")
    assert done.returncode not in {0, Exit.RISK}
    assert "unknown" in done.stderr
    assert "The pipeline's log says why." in (tmp_path / "comment.md").read_text()


def test_drift_is_written_to_an_issue_and_the_state_stays(
    stack: Stack, deployed: Deployed, tmp_path: Path
) -> None:
    issue = tmp_path / "out" / "issue.md"
    before = stack.export()
    done = script("drift.sh", stack, tmp_path / "out", STACK=stack.name)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "🟢" in issue.read_text()
    account = deployed.simulator.state()
    (heap,) = account["runProfiles"]
    heap["jvmArguments"] = ["-Xmx9g"]
    deployed.simulator.load(account)
    done = script("drift.sh", stack, tmp_path / "out", STACK=stack.name)
    assert done.returncode == Exit.DRIFT, done.stdout + done.stderr
    text = issue.read_text()
    assert "🟠" in text
    assert "-Xmx9g" in text
    assert "made-up-token" not in done.stdout + done.stderr + text
    assert stack.export() == before


def test_drift_of_an_unknown_stack_has_another_exit_code_than_drift(stack: Stack, tmp_path: Path) -> None:
    done = script("drift.sh", stack, tmp_path, STACK="unknown")
    assert done.returncode not in {0, Exit.DRIFT}
    assert "unknown" in done.stderr


def test_the_kit_names_this_release() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    major, minor, _ = talend_processing.__version__.split(".")
    bounds = f">={major}.{minor},<{major}.{int(minor) + 1}"
    assert (KIT / "requirements.txt").read_text() == f"{project['name']}[cli,policies]{bounds}\n"
    assert {"cli", "policies"} <= project["optional-dependencies"].keys()


def test_workflows_are_found() -> None:
    assert [path.name for path in WORKFLOWS] == ["deploy.yml", "drift.yml", "review.yml"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_job_that_runs_the_program_cannot_write_code(workflow: Path) -> None:
    document = yaml.safe_load(workflow.read_text())
    assert document["permissions"] == {}
    for job in document["jobs"].values():
        commands = "\n".join(step.get("run", "") for step in job["steps"])
        runs_the_program = "scripts/" in commands
        assert job["permissions"]["contents"] == "read"
        if "apply.sh" in commands or "preview.sh" in commands:
            assert job["env"]["POLICY_CONFIG"] == "policies.json"
        if workflow.name == "review.yml":
            assert runs_the_program == (job["permissions"] == {"contents": "read"})
        assert runs_the_program == ("secrets." in json.dumps(job))


def test_the_files_of_the_kit_and_the_examples_of_the_page_fit_their_schemas(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "gitops.md").read_text()
    found = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    blocks = [yaml.safe_load(text) for text in found]
    steps = [step for block in blocks if isinstance(block, list) for step in block]
    assert len(steps) == 4
    job = {"runs-on": "ubuntu-24.04", "permissions": {"id-token": "write"}, "steps": steps}
    workflow = tmp_path / "workflow.yml"
    workflow.write_text(yaml.safe_dump({"on": "push", "jobs": {"up": job}}))
    check("github-workflows", *WORKFLOWS, workflow)
    (jobs,) = [block for block in blocks if isinstance(block, dict)]
    pipeline = tmp_path / ".gitlab-ci.yml"
    pipeline.write_text(yaml.safe_dump(jobs))
    check("gitlab-ci", KIT / ".gitlab-ci.yml", pipeline)


def check(schema: str, *files: Path) -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    command = [checker, "--builtin-schema", f"vendor.{schema}", *files]
    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
