"""A runner of GitLab pipelines: stage by stage, each job in one shell that ends at the first failure."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Job:
    """The exit code and the log of one job."""

    code: int
    log: str


@dataclass
class Runner:
    """A project on GitLab, with the variables of its pipelines."""

    repository: Path
    work: Path
    base: Mapping[str, str]
    variables: Mapping[str, Mapping[str, str]]
    """The variables of each environment of the project."""

    def run(self, **given: str) -> dict[str, Job]:
        """Run the pipeline that GitLab makes with these `CI_` variables, and return the jobs that ran."""
        pipeline = yaml.safe_load((self.repository / ".gitlab-ci.yml").read_text())
        shutil.rmtree(self.work, ignore_errors=True)
        artifacts = self.work / "artifacts"
        done: dict[str, Job] = {}
        for stage in pipeline["stages"]:
            succeeded = all(job.code == 0 for job in done.values())
            for name, job in pipeline.items():
                if not isinstance(job, dict) or job.get("stage") != stage:
                    continue
                rule = next((one for one in job["rules"] if _holds(one["if"], given)), None)
                if rule is None or not (succeeded or rule.get("when") == "always"):
                    continue
                known = {**self.variables[job["environment"]["name"]], **given}
                variables = {**self.base, **pipeline["variables"], **known}
                done[name] = self._job(name, pipeline, job, variables, artifacts)
        return done

    def _job(
        self,
        name: str,
        pipeline: dict[str, Any],
        job: dict[str, Any],
        variables: Mapping[str, str],
        artifacts: Path,
    ) -> Job:
        folder = self.work / name
        shutil.copytree(self.repository, folder)
        if artifacts.exists():
            shutil.copytree(artifacts, folder, dirs_exist_ok=True)
        before = pipeline[job["extends"]]["before_script"] if "extends" in job else []
        script = self.work / "script.sh"
        script.write_text("\n".join(["set -eo pipefail", *before, *job["script"]]))
        ended = subprocess.run(
            ["bash", str(script)],
            cwd=folder,
            env={**variables, "CI_PROJECT_DIR": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
        )
        kept = job.get("artifacts", {})
        if ended.returncode == 0 or kept.get("when") == "always":
            for path in kept.get("paths", []):
                if (folder / path).exists():
                    (artifacts / path).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(folder / path, artifacts / path)
        return Job(ended.returncode, ended.stdout)


def _holds(condition: str, given: Mapping[str, str]) -> bool:
    python = re.sub(r"\$(\w+)", lambda found: repr(given.get(found[1])), condition).replace("&&", "and")
    return bool(eval(python, {"__builtins__": {}}))  # noqa: S307 - the rules of our own pipeline
