"""The GitOps kit: its scripts work on the real engine, and its workflows fit their schema."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from stack import Stack, own_copy

import talend_processing
from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Simulator

ROOT = Path(__file__).parents[2]
KIT = ROOT / "gitops"
WORKFLOWS = sorted((KIT / ".github" / "workflows").glob("*.yml"))
RISK = Exit.RISK
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


def test_apply_makes_what_the_program_declares(stack_of: Callable[[Path], Stack], tmp_path: Path) -> None:
    # The script leaves the settings of the stack beside the program.
    stack = stack_of(own_copy(ROOT / "examples" / "topology", tmp_path))
    done = script("apply.sh", stack, tmp_path / "out", STACK=stack.name)
    assert done.returncode == 0, done.stdout + done.stderr
    assert stack.resources()
    log = (tmp_path / "out" / "apply.txt").read_text()
    assert "created" in log
    assert "made-up-token" not in log


def test_apply_passes_on_the_failure_of_an_up(stack_of: Callable[[str], Stack], tmp_path: Path) -> None:
    stack = stack_of("raise SystemExit(3)\n")
    assert script("apply.sh", stack, tmp_path / "out", STACK=stack.name).returncode != 0


def test_apply_asks_for_the_stacks_name(stack_of: Callable[[str], Stack], tmp_path: Path) -> None:
    done = script("apply.sh", stack_of("import pulumi\n"), tmp_path / "out")
    assert done.returncode != 0
    assert "name the stack" in done.stderr


def previewed(stack: Stack, out: Path, program: str, **more: str) -> tuple[int, str]:
    """The exit code of the preview of a changed program, and the comment."""
    (stack.program / "__main__.py").write_text(program)
    done = script("preview.sh", stack, out, STACK=stack.name, **more)
    assert "made-up-token" not in done.stdout + done.stderr
    comment = (out / "comment.md").read_text()
    assert comment.startswith(f"<!-- talend-processing: {stack.name} -->\n")
    assert not (out / "events.json").exists()
    return done.returncode, comment


def test_preview_tells_a_reviewer_what_the_change_does_and_fails_by_its_risk(
    stack_of: Callable[[str], Stack], simulator: Simulator, tmp_path: Path
) -> None:
    stack, out = stack_of(PROGRAM), tmp_path / "out"
    stack.up()
    code, comment = previewed(stack, out, PROGRAM)
    assert code == 0, comment
    assert "Nothing that runs is affected" in comment
    replaced = PROGRAM.replace("DESCRIPTION", "another")
    code, comment = previewed(stack, out, replaced, PROGRAM="infra")
    assert code == 0, comment
    assert "Risk: medium" in comment
    assert "not paired" in comment
    assert "No policy is violated." in comment
    results = json.loads((out / "review.sarif").read_text())["runs"][0]["results"]
    places = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results}
    assert places == {"infra/__main__.py"}
    assert json.loads((out / "preview.json").read_text())["steps"]
    assert previewed(stack, out, replaced, FAIL_ON="medium")[0] == RISK
    simulator.pair(simulator.state()["remoteEngines"][0]["id"])
    code, comment = previewed(stack, out, replaced)
    assert code == RISK, comment
    assert "Risk: high" in comment


def test_preview_fails_by_a_mandatory_policy_and_reviews_the_change_all_the_same(
    stack_of: Callable[[str], Stack], tmp_path: Path
) -> None:
    stack, out = stack_of(PROGRAM), tmp_path / "out"
    stack.up()
    code, comment = previewed(stack, out, PROGRAM.replace("-Xms1g", "-Xms2g"))
    assert code not in {0, RISK}, comment
    assert "| 🔴 mandatory | jvm-arguments-coherent | RemoteEngineRunProfile heap: -Xms2g is above" in comment
    assert "A mandatory policy forbids this change." in comment
    assert "What this change does to" in comment
    config = tmp_path / "policies.json"
    config.write_text(json.dumps({"jvm-arguments-coherent": "disabled"}))
    options = {"POLICY_CONFIG": str(config), "FAIL_ON": "never"}
    code, comment = previewed(stack, out, PROGRAM.replace("-Xms1g", "-Xms2g"), **options)
    assert code == 0, comment
    assert "No policy is violated." in comment


def test_preview_of_a_program_that_fails_says_why(stack_of: Callable[[str], Stack], tmp_path: Path) -> None:
    stack, out = stack_of(PROGRAM), tmp_path / "out"
    previewed(stack, out, PROGRAM)
    code, comment = previewed(stack, out, "raise ValueError('no such place')\n")
    assert code not in {0, RISK}
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
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert len(said) < 30_000
    rows = [line for line in said.splitlines() if line.startswith(("| 🔴", "| 🟠"))]
    assert len(rows) == 50
    assert rows[0].startswith("| 🔴 mandatory | mandatory | a\\|b&lt;c")
    assert "… and 150 more." in said


@pytest.mark.parametrize("name", ["preview.sh", "apply.sh"])
def test_a_misspelt_policy_ends_the_script_before_pulumi_runs(
    stack_of: Callable[[str], Stack], tmp_path: Path, name: str
) -> None:
    config = tmp_path / "policies.json"
    config.write_text('{"heap-within-limit": "disabled"}')
    done = script(name, stack_of(PROGRAM), tmp_path / "out", STACK="test", POLICY_CONFIG=str(config))
    assert done.returncode == 1
    assert "heap-within-limit" in done.stderr
    assert done.stdout == ""


def test_preview_of_a_stack_that_is_not_there_refers_to_the_log(
    stack_of: Callable[[str], Stack], tmp_path: Path
) -> None:
    done = script("preview.sh", stack_of(PROGRAM), tmp_path, STACK="nobodys")
    assert done.returncode not in {0, RISK}
    assert "nobodys" in done.stderr
    assert "The pipeline's log says why." in (tmp_path / "comment.md").read_text()


def test_drift_is_told_in_an_issue_and_the_state_stays(
    stack_of: Callable[[str], Stack], simulator: Simulator, tmp_path: Path
) -> None:
    stack, issue = stack_of(PROGRAM), tmp_path / "out" / "issue.md"
    stack.up()
    before = stack.export()
    done = script("drift.sh", stack, tmp_path / "out", STACK=stack.name)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "🟢" in issue.read_text()
    account = simulator.state()
    (heap,) = account["runProfiles"]
    heap["jvmArguments"] = ["-Xmx9g"]
    simulator.load(account)
    done = script("drift.sh", stack, tmp_path / "out", STACK=stack.name)
    assert done.returncode == Exit.DRIFT, done.stdout + done.stderr
    told = issue.read_text()
    assert "🟠" in told
    assert "-Xmx9g" in told
    assert "made-up-token" not in done.stdout + done.stderr + told
    assert stack.export() == before


def test_drift_that_cannot_be_looked_for_is_no_drift(
    stack_of: Callable[[str], Stack], tmp_path: Path
) -> None:
    done = script("drift.sh", stack_of(PROGRAM), tmp_path, STACK="nobodys")
    assert done.returncode not in {0, Exit.DRIFT}
    assert "nobodys" in done.stderr


def test_the_kit_copied_into_a_repository_does_its_whole_round(
    stack_of: Callable[[str], Stack], simulator: Simulator, tmp_path: Path
) -> None:
    stack = stack_of("import pulumi\n")
    stack.program = shutil.copytree(KIT, tmp_path / "mine")
    out = stack.program / "out"
    stack.run("stack", "init", "production")

    def run(name: str) -> str:
        done = script(name, stack, out, STACK="production")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert "No policy is violated." in run("preview.sh")
    assert "created" in run("apply.sh")
    assert {one["name"] for one in simulator.state()["remoteEngines"]} == {"engine-1", "engine-2"}
    assert "Nothing that runs is affected" in run("preview.sh")
    assert "🟢" in run("drift.sh")


def test_the_kit_names_this_release() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    major, minor, _ = talend_processing.__version__.split(".")
    bounds = f">={major}.{minor},<{major}.{int(minor) + 1}"
    assert (KIT / "requirements.txt").read_text() == f"{project['name']}[cli,policies]{bounds}\n"
    assert {"cli", "policies"} <= project["optional-dependencies"].keys()


def test_workflows_are_found() -> None:
    assert [path.name for path in WORKFLOWS] == ["deploy.yml", "drift.yml", "review.yml"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_fits_its_schema(workflow: Path) -> None:
    check("github-workflows", workflow)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_job_that_runs_the_program_may_write_no_code(workflow: Path) -> None:
    document = yaml.safe_load(workflow.read_text())
    assert document["permissions"] == {}
    for job in document["jobs"].values():
        runs_the_program = any("scripts/" in step.get("run", "") for step in job["steps"])
        assert job["permissions"]["contents"] == "read"
        if workflow.name == "review.yml":
            assert runs_the_program == (job["permissions"] == {"contents": "read"})
        assert runs_the_program == ("secrets." in json.dumps(job))


def test_the_steps_of_the_page_fit_the_schema(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "gitops.md").read_text()
    found = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    blocks = [yaml.safe_load(text) for text in found]
    steps = [step for block in blocks if isinstance(block, list) for step in block]
    assert len(steps) == 4
    job = {"runs-on": "ubuntu-24.04", "permissions": {"id-token": "write"}, "steps": steps}
    workflow = tmp_path / "workflow.yml"
    workflow.write_text(yaml.safe_dump({"on": "push", "jobs": {"up": job}}))
    check("github-workflows", workflow)
    (jobs,) = [block for block in blocks if isinstance(block, dict)]
    pipeline = tmp_path / ".gitlab-ci.yml"
    pipeline.write_text(yaml.safe_dump(jobs))
    check("gitlab-ci", pipeline)


def check(schema: str, file: Path) -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    command = [checker, "--builtin-schema", f"vendor.{schema}", file]
    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
