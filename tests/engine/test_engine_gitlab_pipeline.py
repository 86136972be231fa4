"""The kit's GitLab pipeline runs, job by job: a broken step has its code, its message, and never an `up`."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gitlab_runner import Runner
from gitlab_server import GitLab, serving
from stack import Stack

from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Simulator

KIT = Path(__file__).parents[2] / "gitops"
OWN = ("TALEND_ACCESS_TOKEN", "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE")
"""What only the variables of an environment bring."""
REQUEST = {
    "CI_PIPELINE_SOURCE": "merge_request_event",
    "CI_MERGE_REQUEST_IID": "3",
    "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "7",
    "CI_PROJECT_ID": "7",
}
MERGE = {
    "CI_PIPELINE_SOURCE": "push",
    "CI_COMMIT_BRANCH": "main",
    "CI_DEFAULT_BRANCH": "main",
    "CI_PROJECT_ID": "7",
}
NIGHT = {"CI_PIPELINE_SOURCE": "schedule", "CI_PROJECT_ID": "7"}


@dataclass
class Project:
    """The kit as a project of its own."""

    runner: Runner
    gitlab: GitLab
    simulator: Simulator

    def edit(self, old: str, new: str) -> None:
        program = self.runner.repository / "__main__.py"
        text = program.read_text()
        assert old in text
        program.write_text(text.replace(old, new))

    def writes(self) -> list[str]:
        return [one["method"] for one in self.simulator.journal() if one["method"] != "GET"]


@pytest.fixture
def project(stack_of: Callable[[str], Stack], simulator: Simulator, tmp_path: Path) -> Iterator[Project]:
    stack = stack_of("import pulumi\n")
    stack.program = shutil.copytree(KIT, tmp_path / "mine")
    stack.run("stack", "init", "production")
    commands = tmp_path / "commands"
    commands.mkdir()
    for name in ("curl", "pip"):  # all is installed
        (commands / name).write_text("#!/bin/sh\n")
        (commands / name).chmod(0o755)
    base = {name: value for name, value in stack.variables.items() if name not in OWN}
    mine = {name: stack.variables[name] for name in OWN}
    token = {"GITLAB_TOKEN": "made-up-gitlab-token"}
    with serving() as gitlab:
        base |= {"PATH": f"{commands}:{base['PATH']}", "CI_API_V4_URL": gitlab.url}
        variables = {"review": mine, "note": token, "production": mine | token}
        yield Project(Runner(stack.program, tmp_path / "runner", base, variables), gitlab, simulator)


def test_a_request_is_reviewed_a_merge_is_applied_and_a_night_tells_drift(project: Project) -> None:
    run, simulator = project.runner.run, project.simulator
    jobs = run(**REQUEST)
    assert {name: job.code for name, job in jobs.items()} == {"preview": 0, "note": 0}, jobs
    assert project.writes() == []
    assert {name: job.code for name, job in run(**MERGE).items()} == {"up": 0}
    assert len(simulator.state()["remoteEngines"]) == 2
    run(**REQUEST)
    (note,) = project.gitlab.notes
    assert "Nothing that runs is affected" in note["body"]

    account = simulator.state()
    account["runProfiles"][0]["jvmArguments"] = ["-Xms512m", "-Xmx9g"]
    simulator.load(account)
    simulator.clear_journal()
    assert {name: job.code for name, job in run(**NIGHT).items()} == {"drift": 0}
    (issue,) = project.gitlab.issues
    assert (issue["title"], issue["state"]) == ("Drift in production", "opened")
    assert "-Xmx9g" in issue["description"]
    simulator.fault(kind="status", status=403, count=None)
    job = run(**NIGHT)["drift"]
    assert job.code not in {0, Exit.DRIFT}
    assert project.gitlab.issues == [issue], "what is not known is told by the pipeline alone"
    simulator.clear_faults()
    account["runProfiles"][0]["jvmArguments"] = ["-Xms512m", "-Xmx2g"]
    simulator.load(account)
    run(**NIGHT)
    assert project.gitlab.issues[0]["state"] == "closed"
    assert project.writes() == []


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("-Xmx{config.require('heap')}", "-Xmx1g", Exit.RISK, "Risk: high"),
        ("-Xms512m", "-Xms64g", None, "A mandatory policy forbids this change."),
        ("import pulumi\n", "raise ValueError('no such place')\n", None, "no such place"),
    ],
    ids=["threshold reached", "mandatory policy", "failed preview"],
)
def test_what_must_not_pass_fails_is_told_and_is_never_applied(
    project: Project, old: str, new: str, code: int | None, says: str
) -> None:
    run = project.runner.run
    run(**MERGE)
    project.edit(old, new)
    project.simulator.clear_journal()
    jobs = run(**REQUEST)
    assert sorted(jobs) == ["note", "preview"]
    assert jobs["note"].code == 0
    assert jobs["preview"].code == code if code else jobs["preview"].code not in {0, Exit.RISK}
    (note,) = project.gitlab.notes
    assert says in note["body"]
    assert project.writes() == []
    if code is None:
        assert run(**MERGE)["up"].code not in {0, Exit.RISK, Exit.DRIFT}
        assert "PUT" not in project.writes()


def test_a_request_of_a_fork_runs_nothing(project: Project) -> None:
    assert project.runner.run(**REQUEST | {"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "8"}) == {}
