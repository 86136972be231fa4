"""Stacks on the real engine, each with a simulator of its own: the fixtures that users have."""

from __future__ import annotations

from pathlib import Path

import pytest

from talend_processing.simulator import Simulator
from talend_processing.testing.fixtures import MakeStack
from toolchain.find import engine_folder


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
