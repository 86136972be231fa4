"""The kit's workflows run step by step: a failed step has its exit code and message, and applies nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from github_runner import Job, Runner
from kit import kit_stack, set_heap, writes
from snapshot import Snapshot
from stack import Stack

from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(reschedule_fields="optional")

MARK = "<!-- talend-processing: production -->"
FROM_WORKFLOWS = ("TALEND_ACCESS_TOKEN", "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE")
"""Variables that only the workflows set, from secrets and variables."""
BROKEN = ("import pulumi\n", "raise ValueError('no such place')\n")
"""A change of the program that makes it fail."""


@dataclass
class Repository:
    """The kit as a repository on GitHub."""

    runner: Runner
    store: Path
    simulator: Simulator

    @property
    def stored(self) -> dict[str, Any]:
        """Return the comments and issues on GitHub."""
        found: dict[str, Any] = json.loads(self.store.read_text())
        return found

    def update(self, **changes: Any) -> None:
        """Change the comments, the issues or whether GitHub is `down`."""
        self.store.write_text(json.dumps(self.stored | changes))

    def edit(self, *changes: tuple[str, str]) -> None:
        """Replace texts in the program."""
        program = self.runner.repository / "__main__.py"
        text = program.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        program.write_text(text)

    def comments(self) -> list[str]:
        """Return the comments that workflows wrote."""
        return [one["body"] for one in self.stored["comments"] if one["user"]["type"] == "Bot"]

    def engine_ids(self) -> set[str]:
        return {one["id"] for one in self.simulator.state()["remoteEngines"]}


@dataclass
class FirstChange:
    """A pull request that adds the kit to an empty repository: its review, and its merge."""

    reviewed: dict[str, Job]
    writes_of_review: list[str]
    applied: dict[str, Job]


@dataclass
class Deployed:
    """The repository after the first change."""

    stack: Stack
    repository: Repository
    first: FirstChange
    snapshot: Snapshot
    stored: dict[str, Any]


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory, engine: Path) -> Iterator[Deployed]:
    folder = tmp_path_factory.mktemp("workflows")
    with Simulator() as simulator:
        stack = kit_stack(folder, engine, simulator)
        store, commands = folder / "gh.json", folder / "commands"
        person = {"id": 7, "user": {"type": "User"}, "body": f"{MARK}\nquoted by a person"}
        store.write_text(json.dumps({"comments": [person], "issues": [], "down": False}))
        commands.mkdir()
        for name, line in (
            ("gh", f'exec "{sys.executable}" "{Path(__file__).with_name("gh.py")}" "$@"'),
            ("pip", '[ "$*" = "install -r requirements.txt" ] && [ -f requirements.txt ]'),
        ):
            (commands / name).write_text(f"#!/bin/sh\n{line}\n")
            (commands / name).chmod(0o755)
        base = {name: value for name, value in stack.variables.items() if name not in FROM_WORKFLOWS}
        base |= {"PATH": f"{commands}:{base['PATH']}", "GH_STORE": str(store)}
        secrets = {
            name: stack.variables[name] for name in ("TALEND_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE")
        }
        variables = {"PULUMI_BACKEND_URL": stack.variables["PULUMI_BACKEND_URL"]}
        request = {"number": 3, "head": {"repo": {"full_name": "acme/fleet"}}}
        github = {
            "repository": "acme/fleet",
            "token": "a-runner's-token",
            "sha": "0a1b2c",
            "event": {"pull_request": request},
        }
        runner = Runner(stack.program, folder / "runner", base, secrets, variables, github)
        repository = Repository(runner, store, simulator)
        reviewed, written = runner.run("review.yml"), writes(simulator)
        first = FirstChange(reviewed, written, runner.run("deploy.yml"))
        yield Deployed(stack, repository, first, Snapshot(stack, simulator), repository.stored)
        stack.close()


@pytest.fixture
def repository(deployed: Deployed) -> Repository:
    """The repository as it is after the first change."""
    deployed.snapshot.restore()
    deployed.repository.store.write_text(json.dumps(deployed.stored))
    return deployed.repository


def test_a_pull_request_is_reviewed_without_a_write_and_a_merge_is_applied(
    deployed: Deployed, repository: Repository
) -> None:
    first = deployed.first
    results = {name: job.result for name, job in first.reviewed.items()}
    assert results == {"preview": "success", "publish": "success"}, first.reviewed
    (comment,) = repository.comments()
    assert comment.startswith(f"{MARK}\n## What this change does")
    assert first.writes_of_review == []
    scanned = repository.runner.scanned[0]
    assert (scanned["ref"], scanned["sha"]) == ("refs/pull/3/merge", "0a1b2c")
    assert scanned["document"]["runs"][0]["results"]

    assert first.applied["up"].result == "success", first.applied
    assert {one["name"] for one in repository.simulator.state()["remoteEngines"]} == {"engine-1", "engine-2"}


def test_a_pull_request_at_the_threshold_fails_and_updates_the_comment(repository: Repository) -> None:
    repository.edit(("-Xmx{config.require('heap')}", "-Xmx1g"))
    jobs = repository.runner.run("review.yml")
    assert (jobs["preview"].result, jobs["publish"].result) == ("failure", "success")
    assert jobs["preview"].codes[-1] == Exit.RISK
    (comment,) = repository.comments()
    assert "Risk: high" in comment
    assert comment.strip() in jobs["preview"].log, "the log has it too"
    assert "made-up-token" not in jobs["preview"].log + comment
    assert len(repository.stored["comments"]) == 2, "the person's comment stays"
    assert writes(repository.simulator) == []


def test_a_program_that_fails_is_reported_and_not_applied(repository: Repository) -> None:
    repository.edit(BROKEN)
    jobs = repository.runner.run("review.yml")
    assert (jobs["preview"].result, jobs["publish"].result) == ("failure", "success")
    assert jobs["preview"].codes[-1] not in {0, Exit.RISK}
    (comment,) = repository.comments()
    assert "no such place" in comment

    merged = repository.runner.run("deploy.yml")["up"]
    assert merged.result == "failure"
    assert merged.codes[-1] not in {0, Exit.RISK, Exit.DRIFT}
    assert "no such place" in merged.log
    assert writes(repository.simulator) == []


def test_a_mandatory_policy_stops_a_merge_until_the_file_of_the_kit_allows_it(
    deployed: Deployed, repository: Repository
) -> None:
    run, before = repository.runner.run, repository.engine_ids()
    # Pulumi itself refuses to replace protected engines, so the state no longer protects them.
    stack = deployed.stack
    unprotect = [
        "pulumi",
        "--cwd",
        stack.program,
        "state",
        "unprotect",
        "--all",
        "--yes",
        "--stack",
        stack.name,
    ]
    subprocess.run(unprotect, env=stack.variables, capture_output=True, check=True)
    settings = repository.runner.repository / "policies.json"
    given = json.loads(settings.read_text()) | {"production-engines-protected": "disabled"}
    settings.write_text(json.dumps(given))
    repository.edit(
        ("opts=protected", "opts=None"), ("Machine {number} of the pool", "Machine {number} of our pool")
    )
    merged = run("deploy.yml")["up"]
    assert merged.result == "failure"
    assert merged.codes[-1] not in {0, Exit.RISK, Exit.DRIFT}
    assert "a change of description replaces it" in merged.log
    assert repository.engine_ids() == before

    given["paired-engines-not-replaced"]["acknowledged"] = ["engine-1", "engine-2"]
    settings.write_text(json.dumps(given))
    assert run("deploy.yml")["up"].result == "success"
    assert not before & repository.engine_ids()


def test_a_pull_request_from_a_fork_runs_nothing(repository: Repository) -> None:
    fork = {"number": 3, "head": {"repo": {"full_name": "somebody/fleet"}}}
    github = {**repository.runner.github, "event": {"pull_request": fork}}
    jobs = replace(repository.runner, github=github).run("review.yml")
    assert [job.result for job in jobs.values()] == ["skipped", "skipped"]


def test_a_comment_is_not_repeated_if_comments_cannot_be_listed(repository: Repository) -> None:
    repository.edit(BROKEN)  # for a fast preview
    before = repository.comments()
    repository.update(down=True)
    job = repository.runner.run("review.yml")["publish"]
    assert job.result == "failure"
    assert "HTTP 502" in job.log
    assert repository.comments() == before
    assert len(before) == 1


def test_the_nightly_run_opens_updates_and_closes_an_issue(repository: Repository) -> None:
    run, simulator = repository.runner.run, repository.simulator
    assert run("drift.yml")["drift"].result == "success"
    assert repository.stored["issues"] == [], "there is no drift"
    for heap in ("-Xmx9g", "-Xmx8g"):
        set_heap(simulator, heap)
        assert run("drift.yml")["drift"].result == "success"
        (issue,) = repository.stored["issues"]
        assert (issue["title"], issue["state"]) == ("Drift in production", "open")
        assert heap in issue["body"]
    set_heap(simulator, "-Xmx2g")
    assert run("drift.yml")["drift"].result == "success"
    (issue,) = repository.stored["issues"]
    assert issue["state"] == "closed"
    assert writes(repository.simulator) == []


@pytest.mark.parametrize("down", ["the account", "GitHub"])
def test_a_nightly_run_that_cannot_compare_fails_and_leaves_the_issue(
    repository: Repository, down: str
) -> None:
    issue = {"number": 1, "title": "Drift in production", "body": "as it was", "state": "open"}
    repository.update(issues=[issue], down=down == "GitHub")
    if down == "the account":
        repository.simulator.fault(kind="status", status=403, count=None)
    job = repository.runner.run("drift.yml")["drift"]
    assert job.result == "failure"
    assert repository.stored["issues"] == [issue]
    assert ("403" if down == "the account" else "HTTP 502") in job.log
