"""The kit's workflows run, step by step: a broken step has its exit code, its message, and never an `up`."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from github_runner import Runner
from stack import Stack

from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Simulator

KIT = Path(__file__).parents[2] / "gitops"
MARK = "<!-- talend-processing: production -->"
OWN = ("TALEND_ACCESS_TOKEN", "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE")
"""What only the workflows bring, from secrets and variables."""
RISKY = ("-Xmx{config.require('heap')}", "-Xmx1g")
FORBIDDEN = ("-Xms512m", "-Xms64g")
BROKEN = ("import pulumi\n", "raise ValueError('no such place')\n")


@dataclass
class Repository:
    """The kit as a repository of its own."""

    runner: Runner
    store: Path
    simulator: Simulator

    @property
    def kept(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.store.read_text())
        return found

    def keep(self, **changes: Any) -> None:
        self.store.write_text(json.dumps(self.kept | changes))

    def edit(self, change: tuple[str, str]) -> None:
        program = self.runner.repository / "__main__.py"
        text = program.read_text()
        assert change[0] in text
        program.write_text(text.replace(*change))

    def comments(self) -> list[str]:
        return [one["body"] for one in self.kept["comments"] if one["user"]["type"] == "Bot"]

    def writes(self) -> list[str]:
        return [one["method"] for one in self.simulator.journal() if one["method"] != "GET"]


@pytest.fixture
def repository(stack_of: Callable[[str], Stack], simulator: Simulator, tmp_path: Path) -> Repository:
    stack = stack_of("import pulumi\n")
    stack.program = shutil.copytree(KIT, tmp_path / "mine")
    stack.run("stack", "init", "production")
    store, commands = tmp_path / "gh.json", tmp_path / "commands"
    person = {"id": 7, "user": {"type": "User"}, "body": f"{MARK}\nquoted by a person"}
    store.write_text(json.dumps({"comments": [person], "issues": [], "down": False}))
    commands.mkdir()
    for name, line in (
        ("gh", f'exec "{sys.executable}" "{Path(__file__).with_name("gh.py")}" "$@"'),
        ("pip", '[ "$*" = "install -r requirements.txt" ] && [ -f requirements.txt ]'),
    ):
        (commands / name).write_text(f"#!/bin/sh\n{line}\n")
        (commands / name).chmod(0o755)
    base = {name: value for name, value in stack.variables.items() if name not in OWN}
    base |= {"PATH": f"{commands}:{base['PATH']}", "GH_STORE": str(store)}
    secrets = {name: stack.variables[name] for name in ("TALEND_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE")}
    variables = {"PULUMI_BACKEND_URL": stack.variables["PULUMI_BACKEND_URL"]}
    request = {"number": 3, "head": {"repo": {"full_name": "acme/fleet"}}}
    github = {
        "repository": "acme/fleet",
        "token": "a-runner's-token",
        "sha": "0a1b2c",
        "event": {"pull_request": request},
    }
    runner = Runner(stack.program, tmp_path / "runner", base, secrets, variables, github)
    return Repository(runner, store, simulator)


def test_a_request_is_reviewed_a_merge_is_applied_and_a_night_finds_nothing(repository: Repository) -> None:
    run = repository.runner.run
    reviewed = run("review.yml")
    assert {name: job.result for name, job in reviewed.items()} == {
        "preview": "success",
        "publish": "success",
    }, reviewed
    (comment,) = repository.comments()
    assert comment.startswith(f"{MARK}\n## What this change does")
    assert repository.writes() == [], "a review writes nothing to the account"
    (scanned,) = repository.runner.scanned
    assert (scanned["ref"], scanned["sha"]) == ("refs/pull/3/merge", "0a1b2c")
    assert scanned["document"]["runs"][0]["results"]

    assert run("deploy.yml")["up"].result == "success"
    assert {one["name"] for one in repository.simulator.state()["remoteEngines"]} == {"engine-1", "engine-2"}

    run("review.yml")
    (comment,) = repository.comments()
    assert "Nothing that runs is affected" in comment, "the same comment is brought up to date"
    assert len(repository.kept["comments"]) == 2, "and nobody else's"

    repository.simulator.clear_journal()
    assert run("drift.yml")["drift"].result == "success"
    assert repository.kept["issues"] == []
    assert repository.writes() == []


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        (RISKY, Exit.RISK, "Risk: high"),
        (FORBIDDEN, None, "A mandatory policy forbids this change."),
        (BROKEN, None, "no such place"),
    ],
    ids=["threshold reached", "mandatory policy", "failed preview"],
)
def test_a_request_that_must_not_pass_fails_and_says_why(
    repository: Repository, change: tuple[str, str], code: int | None, says: str
) -> None:
    run = repository.runner.run
    assert run("deploy.yml")["up"].result == "success"
    repository.edit(change)
    repository.simulator.clear_journal()

    jobs = run("review.yml")
    assert jobs["preview"].result == "failure"
    assert jobs["publish"].result == "success"
    ended = jobs["preview"].codes[-1]
    assert ended == code if code else ended not in {0, Exit.RISK}
    (comment,) = repository.comments()
    assert says in comment
    assert comment.strip() in jobs["preview"].log, "the log has it too"
    assert "made-up-token" not in jobs["preview"].log + comment
    assert repository.writes() == []


@pytest.mark.parametrize("change", [FORBIDDEN, BROKEN], ids=["mandatory policy", "failed program"])
def test_a_merge_that_must_not_pass_creates_nothing(repository: Repository, change: tuple[str, str]) -> None:
    repository.edit(change)
    jobs = repository.runner.run("deploy.yml")
    assert jobs["up"].result == "failure"
    assert jobs["up"].codes[-1] not in {0, Exit.RISK, Exit.DRIFT}
    assert ("jvm-arguments-coherent" if change == FORBIDDEN else "no such place") in jobs["up"].log
    made = repository.simulator.state()
    assert made["runProfiles"] == []
    if change == BROKEN:
        assert repository.writes() == []


def test_the_kit_names_its_policies_settings_where_a_request_can_change_them(repository: Repository) -> None:
    replaced = ("Machine {number} of the pool", "Machine {number} of our pool")
    run = repository.runner.run
    run("deploy.yml")
    # Protected engines are replaced by nobody: Pulumi itself says so.
    unprotected = {"production-engines-protected": "disabled"}
    settings = repository.runner.repository / "policies.json"
    given = json.loads(settings.read_text())
    settings.write_text(json.dumps(given | unprotected))
    repository.edit(("opts=kept", "opts=None"))
    assert run("deploy.yml")["up"].result == "success"

    repository.edit(replaced)
    refused = run("review.yml")["preview"]
    assert refused.result == "failure"
    assert "a change of description replaces it" in refused.log
    assert run("deploy.yml")["up"].result == "failure"
    before = {one["id"] for one in repository.simulator.state()["remoteEngines"]}
    engines = ["engine-1", "engine-2"]
    given["paired-engines-not-replaced"]["acknowledged"] = engines
    settings.write_text(json.dumps(given | unprotected))
    assert run("deploy.yml")["up"].result == "success"
    assert not before & {one["id"] for one in repository.simulator.state()["remoteEngines"]}


def test_a_fork_has_no_secrets_and_runs_nothing(repository: Repository) -> None:
    fork = {"number": 3, "head": {"repo": {"full_name": "somebody/fleet"}}}
    repository.runner.github = {**repository.runner.github, "event": {"pull_request": fork}}
    jobs = repository.runner.run("review.yml")
    assert [job.result for job in jobs.values()] == ["skipped", "skipped"]


def test_comments_that_cannot_be_listed_are_not_doubled(repository: Repository) -> None:
    run = repository.runner.run
    run("review.yml")
    repository.keep(down=True)
    jobs = run("review.yml")
    assert (jobs["preview"].result, jobs["publish"].result) == ("success", "failure")
    assert "HTTP 502" in jobs["publish"].log
    assert len(repository.comments()) == 1


def test_a_night_opens_brings_up_to_date_and_closes_the_issue(repository: Repository) -> None:
    run, simulator = repository.runner.run, repository.simulator
    run("deploy.yml")
    for heap in ("-Xmx9g", "-Xmx8g"):
        account = simulator.state()
        account["runProfiles"][0]["jvmArguments"] = ["-Xms512m", heap]
        simulator.load(account)
        simulator.clear_journal()
        assert run("drift.yml")["drift"].result == "success"
        (issue,) = repository.kept["issues"]
        assert (issue["title"], issue["state"]) == ("Drift in production", "open")
        assert heap in issue["body"]
        assert repository.writes() == []
    account["runProfiles"][0]["jvmArguments"] = ["-Xms512m", "-Xmx2g"]
    simulator.load(account)
    run("drift.yml")
    (issue,) = repository.kept["issues"]
    assert issue["state"] == "closed"


@pytest.mark.parametrize("down", ["the account", "GitHub"])
def test_a_night_that_cannot_tell_fails_and_leaves_the_issue(repository: Repository, down: str) -> None:
    run = repository.runner.run
    run("deploy.yml")
    issue = {"number": 1, "title": "Drift in production", "body": "as it was", "state": "open"}
    repository.keep(issues=[issue], down=down == "GitHub")
    if down == "the account":
        repository.simulator.fault(kind="status", status=403, count=None)
    job = run("drift.yml")["drift"]
    assert job.result == "failure"
    assert repository.kept["issues"] == [issue]
    assert ("403" if down == "the account" else "HTTP 502") in job.log
