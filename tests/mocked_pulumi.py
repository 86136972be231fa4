"""A recorder that replaces the engine, so that tests can declare resources without `pulumi`."""

from __future__ import annotations

import asyncio
from functools import cache

import pulumi


class Recorder(pulumi.runtime.Mocks):
    """Accepts every resource and remembers the inputs of the last one."""

    def __init__(self) -> None:
        self.inputs: dict[str, object] = {}

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[object, object]]:
        self.inputs = args.inputs
        return "id", dict(args.inputs)

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[object, object]:  # noqa: ARG002
        return {}


def record() -> Recorder:
    """Record the resources that are declared from now on, and set an event loop, as `pulumi` does.

    From Python 3.14 on, Pulumi cannot create outputs without a loop.
    """
    asyncio.set_event_loop(_loop())
    recorder = Recorder()
    pulumi.runtime.set_mocks(recorder)
    return recorder


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Return one loop for all tests, because Pulumi leaves tasks of one test in it for the next."""
    return asyncio.new_event_loop()
