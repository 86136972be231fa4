"""A contender of a comparison: a provider's program with its own simulator and stack."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measured_stack import MeasuredStack
from talend_processing.simulator import DEFAULT_SEED, Simulator

ROOT = Path(__file__).parents[1]
PROVIDERS = ("empty", "documented", "ours")
UNLIMITED = 1_000_000
"""A number of requests a minute that disables the limiter."""
_TOKEN = "made-up-token"  # noqa: S105 - the simulator accepts any token


@dataclass
class Contender:
    """One running provider."""

    name: str
    simulator: Simulator
    stack: MeasuredStack

    def calls(self) -> int:
        """Return the number of requests since the last call."""
        found = len(self.simulator.journal())
        self.simulator.clear_journal()
        return found


@dataclass(frozen=True)
class Setting:
    """The conditions of a measurement."""

    count: int
    latency: float = 0.0
    checkpoints: bool = False
    parallel: int | None = None
    per_minute: int = UNLIMITED
    unpatched: bool = False
    """Whether the documented provider runs without the patch against the SDK's recursion bug."""
    more: Mapping[str, str] = field(default_factory=dict)
    """Additional config of the program."""
    seed: Mapping[str, Any] | None = None
    """The contents of the account. The default is the simulator's default account."""


@contextlib.contextmanager
def contender(name: str, engine: Path, setting: Setting) -> Iterator[Contender]:
    """Yield a contender, and remove everything that it created."""
    with (
        tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder,
        Simulator(seed=setting.seed) as simulator,
    ):
        simulator.latency(setting.latency)
        config = {
            "bench:count": str(setting.count),
            "bench:environment": str(DEFAULT_SEED["environments"][0]["id"]),
            "bench:api": simulator.url,
            "bench:token": _TOKEN,
            "bench:unpatched": str(setting.unpatched).lower(),
            "talend:requestsPerMinute": str(setting.per_minute),
            **{f"bench:{name}": value for name, value in setting.more.items()},
        }
        environ = {
            "TALEND_ACCESS_TOKEN": _TOKEN,
            "TALEND_API_URL": simulator.url,
            "PYTHONPATH": str(ROOT),
            "PULUMI_SKIP_CHECKPOINTS": str(not setting.checkpoints).lower(),
        }
        program = ROOT / "benchmarks" / "programs" / name
        stack = MeasuredStack(Path(folder), program, engine, environ, config, setting.parallel)
        yield Contender(name, simulator, stack)


@contextlib.contextmanager
def contenders(names: tuple[str, ...], engine: Path, setting: Setting) -> Iterator[list[Contender]]:
    """Yield several contenders at once.

    They are measured in turn, so that the machine's load affects all of them.
    """
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(contender(name, engine, setting)) for name in names]
