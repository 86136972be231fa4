"""The examples in docstrings run and print what they show."""

from __future__ import annotations

import doctest
import importlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from mocked_pulumi import record
from program_account import read_by_programs

from talend_processing.simulator import Simulator

ROOT = Path(__file__).parents[2]
PROMPT = ">>> "
MODULES = [
    ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for file in sorted((ROOT / "talend_processing").rglob("*.py"))
    if PROMPT in file.read_text(encoding="utf-8")
]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A program's folder with a topology file, a simulated account, and an engine that records resources."""
    shutil.copy(ROOT / "examples" / "environment_topology" / "topology.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    with Simulator() as simulator, read_by_programs(simulator, monkeypatch):
        record()
        yield


def test_modules_with_examples_are_found() -> None:
    assert {"talend_processing.jvm.heap", "talend_processing.client.operation"} < set(MODULES)


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_print_what_they_show(name: str) -> None:
    tested = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert tested.failed == 0
    assert tested.attempted
