"""The kit's GitLab pipeline runs job by job: a failed job has its exit code and message, and applies nothing.

It runs the same scripts as the workflows of GitHub, whose tests cover mandatory policies in full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gitlab_runner import Job, Runner
from gitlab_server import GitLab, serving
from kit import kit_stack, set_heap, writes
from snapshot import Snapshot

from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(reschedule_fields="optional")

FROM_ENVIRONMENTS = ("TALEND_ACCESS_TOKEN", "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE")
"""Variables that only the environments of the project set."""
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
SCHEDULE = {"CI_PIPELINE_SOURCE": "schedule", "CI_PROJECT_ID": "7"}


@dataclass
class Project:
    """The kit as a project on GitLab, whose first merge was applied."""

    runner: Runner
    gitlab: GitLab
    simulator: Simulator
    applied: dict[str, Job]
    """The jobs of the first merge."""

    def edit(self, old: str, new: str) -> None:
        """Replace a text in the program."""
        program = self.runner.repository / "__main__.py"
        text = program.read_text()
        assert old in text
        program.write_text(text.replace(old, new))

    def codes(self, **pipeline: str) -> dict[str, int]:
        """Run a pipeline, and return the exit code of each job that ran."""
        return {name: job.code for name, job in self.runner.run(**pipeline).items()}


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory, engine: Path) -> Iterator[tuple[Project, Snapshot]]:
    folder = tmp_path_factory.mktemp("gitlab")
    with Simulator() as simulator, serving() as gitlab:
        stack = kit_stack(folder, engine, simulator)
        commands = folder / "commands"
        commands.mkdir()
        for name in ("curl", "pip"):  # a job installs with them, but everything is installed already
            (commands / name).write_text("#!/bin/sh\n")
            (commands / name).chmod(0o755)
        base = {name: value for name, value in stack.variables.items() if name not in FROM_ENVIRONMENTS}
        base |= {"PATH": f"{commands}:{base['PATH']}", "CI_API_V4_URL": gitlab.url}
        credentials = {name: stack.variables[name] for name in FROM_ENVIRONMENTS}
        token = {"GITLAB_TOKEN": "made-up-gitlab-token"}
        variables = {"review": credentials, "note": token, "production": credentials | token}
        runner = Runner(stack.program, folder / "runner", base, variables)
        project = Project(runner, gitlab, simulator, runner.run(**MERGE))
        yield project, Snapshot(stack, simulator)
        stack.close()


@pytest.fixture
def project(deployed: tuple[Project, Snapshot]) -> Project:
    """The project as it is after the first merge."""
    project, snapshot = deployed
    snapshot.restore()
    project.gitlab.notes, project.gitlab.issues = [], []
    return project


def test_a_merge_is_applied_and_a_merge_request_is_reviewed_in_one_note(project: Project) -> None:
    assert {name: job.code for name, job in project.applied.items()} == {"up": 0}, project.applied
    assert len(project.simulator.state()["remoteEngines"]) == 2

    assert project.codes(**REQUEST) == {"preview": 0, "note": 0}
    (note,) = project.gitlab.notes
    assert "Nothing that runs is affected" in note["body"]

    project.edit("-Xmx{config.require('heap')}", "-Xmx1g")
    assert project.codes(**REQUEST) == {"preview": Exit.RISK, "note": 0}
    (note,) = project.gitlab.notes
    assert "Risk: high" in note["body"]
    assert writes(project.simulator) == []


def test_a_program_that_fails_is_reported_and_not_applied(project: Project) -> None:
    project.edit("import pulumi\n", "raise ValueError('no such place')\n")
    codes = project.codes(**REQUEST)
    assert sorted(codes) == ["note", "preview"]
    assert codes["note"] == 0
    assert codes["preview"] not in {0, Exit.RISK}
    (note,) = project.gitlab.notes
    assert "no such place" in note["body"]
    assert project.codes(**MERGE)["up"] not in {0, Exit.RISK, Exit.DRIFT}
    assert writes(project.simulator) == []


def test_a_merge_that_a_mandatory_policy_forbids_is_not_applied(project: Project) -> None:
    project.edit("-Xms512m", "-Xms64g")
    job = project.runner.run(**MERGE)["up"]
    assert job.code not in {0, Exit.RISK, Exit.DRIFT}
    assert "jvm-arguments-coherent" in job.log
    assert writes(project.simulator) == []


def test_a_schedule_reports_drift_in_an_issue_and_closes_it(project: Project) -> None:
    set_heap(project.simulator, "-Xmx9g")
    assert project.codes(**SCHEDULE) == {"drift": 0}
    (issue,) = [dict(one) for one in project.gitlab.issues]
    assert (issue["title"], issue["state"]) == ("Drift in production", "opened")
    assert "-Xmx9g" in issue["description"]

    project.simulator.fault(kind="status", status=403, count=None)
    assert project.codes(**SCHEDULE)["drift"] not in {0, Exit.DRIFT}
    assert project.gitlab.issues == [issue], "a comparison that fails changes no issue"

    project.simulator.clear_faults()
    set_heap(project.simulator, "-Xmx2g")
    assert project.codes(**SCHEDULE) == {"drift": 0}
    assert project.gitlab.issues[0]["state"] == "closed"
    assert writes(project.simulator) == []


def test_a_merge_request_from_a_fork_runs_nothing(project: Project) -> None:
    assert project.runner.run(**REQUEST | {"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "8"}) == {}
