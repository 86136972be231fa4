"""The code path of one create: its functions, its files, and how often it changes from one file to another.

`python -m benchmarks.create_path` declares one Remote Engine, and has the provider check and create it in a
simulated account. It counts the functions of the package that run from the constructor to the POST and back,
in the program and in the provider's host. Imports and the opening of the session do not count, because they
happen once in a process.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType

import pulumi
from pulumi import dynamic
from pulumi.runtime import mocks

import talend_processing as talend
from talend_processing.provider import provider_for
from talend_processing.simulator import Simulator

PACKAGE = Path(talend.__file__).parent
ENVIRONMENT = "5e0000000000000000000002"


@dataclass
class Trace:
    """The functions of the package that ran, in the order of their first call."""

    functions: dict[str, None] = field(default_factory=dict)
    file_changes: int = 0
    _stack: list[str] = field(default_factory=list)

    @property
    def files(self) -> list[str]:
        """The files in the order of their first use."""
        return list(dict.fromkeys(name.partition(":")[0] for name in self.functions))

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Record what this thread runs inside the block."""
        sys.setprofile(self._record)
        try:
            yield
        finally:
            sys.setprofile(None)
            self._stack.clear()

    def _record(self, frame: FrameType, event: str, _: object) -> None:
        if event not in {"call", "return"}:
            return
        file = _file_of(frame.f_code)
        if file is None:
            return
        if event == "call":
            self.functions.setdefault(f"{file}:{frame.f_code.co_qualname}")
            if self._stack and self._stack[-1] != file:
                self.file_changes += 1
            self._stack.append(file)
        elif self._stack:
            self._stack.pop()
            if self._stack and self._stack[-1] != file:
                self.file_changes += 1


def _file_of(code: CodeType) -> str | None:
    """Return the path in the package of a named function, or None for other code."""
    path = Path(code.co_filename)
    if code.co_name.startswith("<") or not path.is_relative_to(PACKAGE):
        return None
    return str(path.relative_to(PACKAGE))


class _Engine(mocks.Mocks):
    """A stand-in for Pulumi's engine that keeps the inputs of a declaration."""

    def __init__(self) -> None:
        self.inputs: dict[str, object] = {}

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, object]]:
        self.inputs = dict(args.inputs)
        return args.name, self.inputs

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, object], list[tuple[str, str]] | None]:
        del args
        return {}, None


def declared(name: str, trace: Trace) -> dict[str, object]:
    """Declare an engine, and return the inputs that Pulumi passes to the provider."""
    engine = _Engine()
    mocks.set_mocks(engine, preview=False)

    @pulumi.runtime.test
    def program() -> None:
        with trace.recording():
            talend.RemoteEngine(name, environment_id=ENVIRONMENT)

    program()
    return engine.inputs


def create(name: str) -> Trace:
    """Declare an engine, check it and create it, as one `pulumi up` does."""
    trace = Trace()
    inputs = declared(name, trace)
    with trace.recording():
        provider = provider_for("RemoteEngine")
        checked = provider.check({}, inputs)
        provider.create(checked.inputs)
    if checked.failures:
        raise RuntimeError("; ".join(failure.reason for failure in checked.failures))
    return trace


def main() -> None:
    """Print the size of the code path of a create in a process that has created an object before."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.create_path", description=main.__doc__)
    parser.add_argument("--list", action="store_true", help="list the functions too")
    arguments = parser.parse_args()
    with Simulator() as simulator:
        os.environ |= {"TALEND_API_URL": simulator.url, "TALEND_ACCESS_TOKEN": "made-up-token"}
        provider_for("RemoteEngine").configure(dynamic.ConfigureRequest(dynamic.Config({}, "create-path")))
        create("warm-up")
        trace = create("measured")
    print(f"{len(trace.files)} files, {len(trace.functions)} functions, {trace.file_changes} changes of file")
    if arguments.list:
        print("\n".join(trace.functions))


if __name__ == "__main__":
    main()
