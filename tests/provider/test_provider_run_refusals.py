"""A start that the API refuses is one line that says what was refused; a new one is possible."""

from __future__ import annotations

import pytest
from run_stack import RunStack
from test_provider_run_faults import EXECUTABLES, STARTS, arguments

from talend_processing.simulator import Simulator


@pytest.mark.parametrize("status", [404, 405, 422, 501])
@pytest.mark.parametrize("kind", EXECUTABLES)
def test_a_refused_start_is_told_in_a_line_and_starts_nothing(kind: str, status: int) -> None:
    with Simulator() as simulator:
        simulator.fault("POST", STARTS[kind], kind="status", status=status)
        stack = RunStack(simulator, kind)
        stack.up(arguments(kind))
        (line,) = stack.told
        assert str(status) in line
        assert EXECUTABLES[kind] in line
        assert "\n" not in line
        assert stack.started() == []
        stack.up(arguments(kind, triggers="2"))
        assert stack.told == []
        assert stack.started() == [stack.recorded()]
