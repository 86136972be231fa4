"""A pytest plugin with fixtures for tests of programs that use this provider.

An entry point registers it, so every session of pytest loads it if this package is installed. It therefore
imports the rest of the package only when a test uses a fixture, and the names of its fixtures and options
begin with `talend`. `-p no:talend_processing` disables it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from talend_processing.simulator import Simulator
    from talend_processing.testing.programs import Program
    from talend_processing.testing.simulator_process import SimulatorProcess
    from talend_processing.testing.stack import Stack


class MakeStack(Protocol):
    """A function that creates temporary stacks."""

    def __call__(
        self,
        program: Program,
        *,
        name: str = "test",
        config: Mapping[str, str] | None = None,
        environ: Mapping[str, str] | None = None,
        api_url: str | None = None,
    ) -> Stack:
        """Create a stack from a folder, a text or a function. `api_url` replaces `talend_simulator.url`."""
        ...


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options `--talend-pulumi` and `talend_simulator`."""
    group = parser.getgroup("talend", "programs of talend-processing")
    group.addoption(
        "--talend-pulumi", metavar="PATH", help="the pulumi to run, or its folder, instead of the one on PATH"
    )
    parser.addini(
        "talend_simulator",
        "where simulators run: in a `thread` of this process (default) or in a separate `process`",
        default="thread",
    )


@pytest.fixture(scope="session")
def talend_pulumi(pytestconfig: pytest.Config) -> Path:
    """The folder of a `pulumi` that can run Python programs. If there is none, tests fail (no skip)."""
    from talend_processing.testing.installed import NoPulumiError, pulumi_folder  # noqa: PLC0415 - only when used

    try:
        return pulumi_folder(pytestconfig.getoption("talend_pulumi"))
    except NoPulumiError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def talend_seed() -> Mapping[str, Any] | Path | None:
    """Override this fixture to set the initial contents of `talend_simulator`. None: `DEFAULT_SEED`."""
    return None


@pytest.fixture
def talend_switches() -> Mapping[str, object]:
    """Override this fixture to set switches of the simulator: rules that the API reference leaves open."""
    return {}


@pytest.fixture
def talend_simulator(
    pytestconfig: pytest.Config,
    talend_seed: Mapping[str, Any] | Path | None,
    talend_switches: Mapping[str, object],
) -> Iterator[Simulator | SimulatorProcess]:
    """A simulator with its own account for each test."""
    from talend_processing.simulator import Simulator  # noqa: PLC0415
    from talend_processing.testing.simulator_process import SimulatorProcess  # noqa: PLC0415

    location = pytestconfig.getini("talend_simulator")
    if location not in {"thread", "process"}:
        pytest.fail(f"talend_simulator must be `thread` or `process`, not {location!r}", pytrace=False)
    simulator_class = SimulatorProcess if location == "process" else Simulator
    with simulator_class(seed=talend_seed, switches=talend_switches) as simulator:
        yield simulator


@pytest.fixture
def talend_stack(
    tmp_path: Path, talend_pulumi: Path, talend_simulator: Simulator | SimulatorProcess
) -> Iterator[MakeStack]:
    """A function that creates stacks for `talend_simulator`, with their state in the test's `tmp_path`.

    At the end of the test, the fixture ends the remaining processes of the stacks, for instance those that a
    killed `pulumi` left. On Windows it ends none.
    """
    from talend_processing.testing.stack import Stack  # noqa: PLC0415

    stacks: list[Stack] = []

    def make_stack(
        program: Program,
        *,
        name: str = "test",
        config: Mapping[str, str] | None = None,
        environ: Mapping[str, str] | None = None,
        api_url: str | None = None,
    ) -> Stack:
        stack = Stack.of(
            program,
            tmp_path / f"stack-{len(stacks) + 1}",
            pulumi=talend_pulumi,
            api_url=api_url or talend_simulator.url,
            config=config,
            environ=environ,
            name=name,
        )
        stacks.append(stack)
        return stack

    yield make_stack
    for stack in stacks:
        stack.close()


@pytest.fixture
def talend_pairing(talend_simulator: Simulator | SimulatorProcess) -> Iterator[None]:
    """Pair each engine of `talend_simulator` shortly after its creation, while the test runs."""
    from talend_processing.testing.machines import pairing  # noqa: PLC0415

    with pairing(talend_simulator):
        yield
