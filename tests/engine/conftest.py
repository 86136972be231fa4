"""Stacks on the real engine, each with its own simulator, from the fixtures of the package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from edited_program import BEGINNING
from stack import Stack

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
    """Assert that a test leaves no files beside our programs: stack settings would change later tests."""
    before = _files()
    yield
    assert _files() == before


@pytest.fixture(scope="session")
def talend_pulumi() -> Path:
    """Return the folder of a working pulumi, built if necessary. Without one, tests fail and do not skip."""
    return engine_folder()


@pytest.fixture(scope="session")
def engine(talend_pulumi: Path) -> Path:
    return talend_pulumi


@pytest.fixture
def simulator(talend_simulator: Simulator) -> Simulator:
    return talend_simulator


@pytest.fixture
def stack_of(talend_stack: MakeStack) -> MakeStack:
    """Return the function that creates a stack of a program, which is a folder or a text."""
    return talend_stack


@pytest.fixture
def apply(stack_of: MakeStack) -> Callable[..., str]:
    """Return a function that applies a program. With `converges`, a second `up` must change nothing."""
    made: list[Stack] = []

    def run(text: str, *options: str, converges: bool = False) -> str:
        if not made:
            made.append(stack_of(BEGINNING + text))
        (made[0].program / "__main__.py").write_text(BEGINNING + text)
        printed = made[0].up(*options)
        if converges:
            made[0].up("--refresh", "--expect-no-changes")
        return printed

    return run
