"""Stacks on the real engine, each with a simulator of its own: the fixtures that users have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from talend_processing.simulator import Simulator
from talend_processing.testing.fixtures import MakeStack
from tools.toolchain.find import engine_folder

ROOT = Path(__file__).parents[2]
PROGRAMS = ("examples", "gitops", "templates")


def _files() -> set[Path]:
    found = (path for folder in PROGRAMS for path in (ROOT / folder).rglob("*"))
    return {path for path in found if "__pycache__" not in path.parts}


@pytest.fixture(autouse=True)
def nothing_is_left_beside_our_programs() -> Iterator[None]:
    """Settings that a run left there would be those of the next run, and of whoever tries the program."""
    before = _files()
    yield
    assert _files() == before


@pytest.fixture(scope="session")
def talend_pulumi() -> Path:
    """A working pulumi; built if there is none. A test fails, never skips, without one."""
    return engine_folder()


@pytest.fixture(scope="session")
def engine(talend_pulumi: Path) -> Path:
    return talend_pulumi


@pytest.fixture
def simulator(talend_simulator: Simulator) -> Simulator:
    return talend_simulator


@pytest.fixture
def stack_of(talend_stack: MakeStack) -> MakeStack:
    """Make a stack of a program: a folder, or the text of one."""
    return talend_stack
