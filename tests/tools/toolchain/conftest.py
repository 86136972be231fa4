"""The real engine, and a small project for it."""

import os
from pathlib import Path

import pytest
from small_project import PROGRAM, Project

from talend_processing.testing.isolated_env import isolated_env
from tools.toolchain.find import engine_folder


@pytest.fixture(scope="session")
def engine() -> Path:
    return engine_folder()


@pytest.fixture
def project(engine: Path, tmp_path: Path) -> Project:
    made = Project(tmp_path / "project", isolated_env(engine, tmp_path / "state", os.environ))
    made.write("Pulumi.yaml", "name: toolchain\nruntime: python\n")
    made.write("__main__.py", PROGRAM)
    made.pulumi("stack", "init", "dev")
    made.pulumi("config", "set", "size", "3")
    made.pulumi("config", "set", "--secret", "password", "open sesame")
    return made
