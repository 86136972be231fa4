"""This project's workflows and forms fit their schemas, pin their actions, and may do only what they need."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = {path.stem: path for path in sorted((GITHUB / "workflows").glob("*.yml"))}
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
WRITES = {
    ("docs", "deploy"): {"pages", "id-token"},
    ("release", "publish"): {"id-token", "attestations"},
    ("release", "announce"): {"contents"},
}
"""The only jobs that may write, and their scopes."""
PINNED = re.compile(r"uses: [\w./-]+@(?P<sha>[0-9a-f]{40}) # v\d+\.\d+\.\d+$")

EACH = pytest.mark.parametrize("name", WORKFLOWS)


def load(name: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))
    return document


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in load(name)["jobs"].values() for step in job["steps"]]


def test_workflows_and_forms_are_found() -> None:
    assert set(WORKFLOWS) == {"docs", "release", "soak", "test"}
    assert {form.stem for form in FORMS} == {"api", "bug", "feature"}


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS.values()),
        ("custom.github-workflows-require-timeout", WORKFLOWS.values()),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
        ("vendor.dependabot", [GITHUB / "dependabot.yml"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_workflows_match_the_schema_of_github(schema: str, files: Iterable[Path]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@EACH
def test_every_action_is_pinned_by_its_commit(name: str) -> None:
    lines = [line for line in WORKFLOWS[name].read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert lines
    assert [line for line in lines if not PINNED.search(line)] == []


def test_an_action_has_one_version_in_all_workflows() -> None:
    used = {step["uses"] for name in WORKFLOWS for step in steps(name) if "uses" in step}
    assert len({one.partition("@")[0] for one in used}) == len(used)


@EACH
def test_a_job_may_only_write_what_it_needs(name: str) -> None:
    workflow = load(name)
    assert workflow["permissions"] == {}
    assert "concurrency" in workflow
    for key, job in workflow["jobs"].items():
        writes = {scope for scope, right in job["permissions"].items() if right == "write"}
        assert writes == WRITES.get((name, key), set())


@EACH
def test_a_job_that_may_write_runs_no_code_of_the_repository(name: str) -> None:
    for key, job in load(name)["jobs"].items():
        if (name, key) in WRITES:
            assert not [step for step in job["steps"] if "checkout" in step.get("uses", "")]
            assert not re.search(
                r"\b(make|pip|python)\b", " ".join(step.get("run", "") for step in job["steps"])
            )


@EACH
def test_a_checkout_keeps_no_token(name: str) -> None:
    checkouts = [step for step in steps(name) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"] == {"persist-credentials": False} for step in checkouts)


@EACH
def test_no_script_contains_data_of_an_event(name: str) -> None:
    """A title or a branch name could contain commands. The values of the matrix are ours."""
    for step in steps(name):
        assert set(re.findall(r"\$\{\{ *([\w.]+)", step.get("run", ""))) <= {"matrix.target", "matrix.tests"}


def test_a_release_uses_no_cache() -> None:
    for step in steps("release"):
        assert not step.get("uses", "").startswith("actions/cache@")
        assert not step.get("with", {}).get("cache")


@EACH
def test_the_commands_of_make_exist(name: str) -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))
    jobs = load(name)["jobs"].values()
    scripts = [step.get("run", "") for job in jobs for step in job["steps"]]
    targets = {target for script in scripts for target in re.findall(r"\bmake ([a-z-]+)", script)}
    targets |= {
        target for job in jobs for target in job.get("strategy", {}).get("matrix", {}).get("target", [])
    }
    assert targets <= known


@EACH
def test_the_files_that_a_cache_depends_on_exist(name: str) -> None:
    text = WORKFLOWS[name].read_text(encoding="utf-8")
    patterns = [
        one for call in re.findall(r"hashFiles\(([^)]*)\)", text) for one in re.findall(r"'([^']+)'", call)
    ]
    patterns += re.findall(r"cache-dependency-path: ([\w./-]+)", text)
    patterns += re.findall(r"go-version-file: ([\w./-]+)", text)
    assert [pattern for pattern in patterns if not list(ROOT.glob(pattern))] == []


def test_the_tests_of_macos_and_windows_exist_and_need_no_engine() -> None:
    scripts = [step.get("run", "") for step in load("test")["jobs"]["platforms"]["steps"]]
    chosen = [ROOT / path for script in scripts for path in re.findall(r"tests/[\w./]+", script)]
    assert len(chosen) > 15
    assert [path for path in chosen if not path.exists()] == []
    files = [file for path in chosen for file in (path.rglob("*.py") if path.is_dir() else [path])]
    assert [file for file in files if "engine_folder" in file.read_text(encoding="utf-8")] == [Path(__file__)]
