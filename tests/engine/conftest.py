"""Stacks on the real engine, each with a simulator of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stack import Stack

from talend_processing.simulator import Simulator
from toolchain.find import engine_folder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def engine() -> Path:
    """The folder of a working pulumi; built if there is none. A test fails, never skips, without one."""
    return engine_folder()


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@pytest.fixture
def stack_of(tmp_path: Path, engine: Path, simulator: Simulator) -> Callable[[str | Path], Stack]:
    """Make a stack of a program: a folder, or the text of one."""

    def make(program: str | Path) -> Stack:
        if isinstance(program, str):
            folder = tmp_path / "program"
            folder.mkdir(exist_ok=True)
            (folder / "Pulumi.yaml").write_text("name: test\nruntime: python\n")
            (folder / "__main__.py").write_text(program)
            program = folder
        return Stack(tmp_path / "stack", program, engine, simulator.url)

    return make
