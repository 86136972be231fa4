"""A runner of GitHub Actions workflows: jobs in order, each `run:` in its own shell.

Only the parts of actions that the kit needs are imitated. `gh` keeps comments and issues in a file, and `pip`
installs nothing. Everything else is real.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_SHELLS = {None: ["bash", "-e"], "bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail"]}
"""How GitHub starts the shell of a step. Without `shell:`, a failure inside a pipe is ignored."""
_STATUS = re.compile(r"\b(success|failure|always|cancelled)\(\)")


class Context(dict[str, Any]):
    """An object of an expression. A missing attribute is an empty string."""

    def __getattr__(self, name: str) -> Any:
        found = self.get(name, "")
        return Context(found) if isinstance(found, dict) else found


@dataclass
class Job:
    """The result of one job, and the output of its steps."""

    result: str = "skipped"
    log: str = ""
    codes: list[int] = field(default_factory=list)
    """The exit code of each step that ran a script."""


@dataclass
class Runner:
    """A repository on GitHub, with the secrets and variables of its pipelines."""

    repository: Path
    work: Path
    base: Mapping[str, str]
    """The environment of a runner, without the variables of the workflow."""
    secrets: Mapping[str, str]
    variables: Mapping[str, str]
    github: Mapping[str, Any]
    scanned: list[dict[str, Any]] = field(default_factory=list)
    """The uploads to code scanning."""

    def run(self, name: str) -> dict[str, Job]:
        """Run a workflow."""
        workflow = yaml.safe_load((self.repository / ".github" / "workflows" / name).read_text())
        shell = workflow.get("defaults", {}).get("run", {}).get("shell")
        artifacts = self.work / "artifacts"
        shutil.rmtree(self.work, ignore_errors=True)
        done: dict[str, Job] = {}
        for key, job in workflow["jobs"].items():
            needed = [done[one] for one in filter(None, [job.get("needs")])]
            contexts = {
                "github": Context(self.github),
                "vars": Context(self.variables),
                # A job gets secrets only if it names their environment.
                "secrets": Context(self.secrets if "environment" in job else {}),
                "needs": Context({one: {"result": found.result} for one, found in done.items()}),
            }
            done[key] = found = Job()
            succeeded = all(one.result == "success" for one in needed)
            if _holds(job.get("if", ""), contexts, self.work, succeeded=succeeded):
                self._job(job, found, contexts, artifacts, shell)
        return done

    def _job(
        self, job: dict[str, Any], found: Job, contexts: dict[str, Any], artifacts: Path, shell: str | None
    ) -> None:
        folder = self.work / f"job-{len(list(self.work.glob('job-*')))}"
        folder.mkdir(parents=True)
        variables = {name: _filled(value, contexts) for name, value in job.get("env", {}).items()}
        contexts["steps"] = Context()
        found.result = "success"
        for step in job["steps"]:
            succeeded = found.result == "success"
            if not _holds(step.get("if", ""), contexts, folder, succeeded=succeeded):
                continue
            if "uses" in step:
                ended = self._uses(step, contexts, folder, artifacts)
            else:
                step_env = {name: _filled(value, contexts) for name, value in step.get("env", {}).items()}
                ended = self._script(step, found, contexts, folder, variables | step_env, shell)
            if not ended and not step.get("continue-on-error"):
                found.result = "failure"

    def _script(
        self,
        step: dict[str, Any],
        found: Job,
        contexts: dict[str, Any],
        folder: Path,
        variables: Mapping[str, str],
        shell: str | None,
    ) -> bool:
        script, output = self.work / "script.sh", self.work / "output"
        script.write_text(step["run"])
        output.write_text("")
        own = {"GITHUB_OUTPUT": str(output), "GITHUB_REPOSITORY": self.github["repository"]}
        done = subprocess.run(
            [*_SHELLS[step.get("shell", shell)], str(script)],
            cwd=folder,
            env={**self.base, **variables, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
        )
        found.log += done.stdout
        found.codes.append(done.returncode)
        if "id" in step:
            outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
            contexts["steps"][step["id"]] = {"outputs": outputs}
        return done.returncode == 0

    def _uses(self, step: dict[str, Any], contexts: dict[str, Any], folder: Path, artifacts: Path) -> bool:
        action, given = step["uses"].partition("@")[0], step.get("with", {})
        if action == "actions/checkout":
            shutil.copytree(self.repository, folder, dirs_exist_ok=True)
        elif action == "actions/upload-artifact":
            paths = [Path(one) for one in given["path"].split()]
            there = [one for one in paths if (folder / one).exists()]
            root = os.path.commonpath([one.parent for one in paths])
            for one in there:
                target = artifacts / given["name"] / one.relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(folder / one, target)
            return bool(there) or given.get("if-no-files-found") != "error"
        elif action == "actions/download-artifact":
            if not (artifacts / given["name"]).exists():
                return False
            shutil.copytree(artifacts / given["name"], folder / given["path"])
        elif action == "github/codeql-action/upload-sarif":
            given = {name: _filled(value, contexts) for name, value in given.items()}
            document = json.loads((folder / given["sarif_file"]).read_text())
            self.scanned.append({**given, "document": document})
        else:
            assert action in {"actions/setup-python", "pulumi/actions"}, action
        return True


def _filled(text: object, contexts: Mapping[str, Any]) -> str:
    """Return a value with its expressions replaced."""
    return re.sub(r"\$\{\{(.+?)\}\}", lambda found: str(_value(found[1], contexts, Path())), str(text))


def _holds(condition: str, contexts: Mapping[str, Any], folder: Path, *, succeeded: bool) -> bool:
    text = str(condition).strip().removeprefix("${{").removesuffix("}}")
    if not _STATUS.search(text):
        text = f"success() && ({text})" if text else "success()"
    return bool(_value(text, {**contexts, "success": lambda: succeeded}, folder))


def _value(text: str, contexts: Mapping[str, Any], folder: Path) -> Any:
    python = text.replace("&&", " and ").replace("||", " or ")
    python = re.sub(r"!(?!=)", " not ", python).strip()
    names = {
        **contexts,
        "cancelled": lambda: False,
        "hashFiles": lambda name: "hash" if (folder / name).exists() else "",
    }
    return eval(python, {"__builtins__": {}}, names)  # noqa: S307 - the expressions of our own workflows
