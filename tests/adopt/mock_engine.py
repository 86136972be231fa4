"""Run an exported program in this process: as a preview that records its resources, or as an `up`."""

from __future__ import annotations

import asyncio
import importlib
import runpy
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime import mocks, settings
from pulumi.runtime.stack import wait_for_rpcs

from talend_processing.adopt.plan.import_markers import mark_secret, marked_like, unwrapped
from talend_processing.adopt.plan.preview import Planned, Preview
from talend_processing.provider.kinds import registry
from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.values import UNKNOWN
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session

PROJECT, STACK = "fleet", "test"
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_ROOT = f"urn:pulumi:{STACK}::{PROJECT}::pulumi:pulumi:Stack::{PROJECT}-{STACK}"


class _Recorder(mocks.Mocks):
    """Records the registered resources. The id of each contains its URN."""

    def __init__(self) -> None:
        self.made: list[mocks.MockResourceArgs] = []

    def call(self, _args: mocks.MockCallArgs) -> Any:
        return {}

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        self.made.append(args)
        return f"ref:{_urn(args)}", dict(args.inputs)


class _Applier(_Recorder):
    """Creates the registered resources, as an `up` does."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        if "/talend:" not in args.typ:
            return super().new_resource(args)
        spec = registry.find(args.typ.rpartition(":")[2])
        given = {key: value for key, value in args.inputs.items() if key != "__provider"}
        plain = unwrapped(_as_planned(given, []))
        assert isinstance(plain, dict)
        checked = check(spec, plain)
        assert not checked.failures, checked.failures
        object_id, outputs = lifecycle_of(spec).create(self.session, checked.inputs)
        return object_id, dict(outputs)


def _urn(args: mocks.MockResourceArgs) -> str:
    return f"urn:pulumi:{STACK}::{PROJECT}::{args.typ}::{args.name}"


def preview_of(folder: Path, config: Mapping[str, str]) -> Preview:
    """Run the program in a folder; its secrets are the config's values."""
    recorder = _Recorder()
    with _as_separate_program(folder):
        _run(recorder, config)
    creates = {}
    for args in recorder.made:
        if args.typ != "pulumi:pulumi:Stack":
            one = _planned(args)
            assert one.urn not in creates, f"two resources are {one.urn}"
            creates[one.urn] = one
    return Preview(PROJECT, STACK, creates, dict.fromkeys(creates, "create"), {})


def apply(folder: Path, config: Mapping[str, str], session: Session) -> None:
    """Run the program in a folder, and create what it declares."""
    with _as_separate_program(folder):
        _run(_Applier(session), config)


def _run(recorder: _Recorder, config: Mapping[str, str]) -> None:
    async def run() -> None:
        mocks.set_mocks(recorder, project=PROJECT, stack=STACK, preview=False)
        named = {f"{PROJECT}:{key}": value for key, value in config.items()}
        pulumi.runtime.set_all_config(named, list(named))
        runpy.run_path(".", run_name="__main__")
        await wait_for_rpcs()

    loops: list[asyncio.AbstractEventLoop] = []

    def with_a_loop() -> None:
        """Give each thread a loop that is closed later. Pulumi's mocks would leave their own open."""
        loops.append(asyncio.new_event_loop())
        asyncio.set_event_loop(loops[-1])

    settings.reset_options()  # an earlier test may have left a root resource, whose loop runs no more
    try:
        with asyncio.Runner() as runner:
            runner.get_loop().set_default_executor(ThreadPoolExecutor(4, initializer=with_a_loop))
            runner.run(run())
    finally:
        for loop in loops:
            loop.close()
        settings.reset_options()


@contextmanager
def _as_separate_program(folder: Path) -> Iterator[None]:
    """Run in the folder as a separate program: load its modules anew, and unload them afterwards."""
    before, path = set(sys.modules), list(sys.path)
    importlib.invalidate_caches()
    with chdir(folder):
        try:
            yield
        finally:
            sys.path[:] = path
            for name in set(sys.modules) - before:
                if name.split(".")[0] == "environments":
                    del sys.modules[name]


def _planned(args: mocks.MockResourceArgs) -> Planned:
    references: dict[str, tuple[str, ...]] = {}
    inputs: dict[str, Any] = {}
    for name, value in args.inputs.items():
        found: list[str] = []
        inputs[name] = _as_planned(value, found)
        references[name] = tuple(found)
    component = "/talend:" not in args.typ
    if not component:
        plain = unwrapped(inputs)
        assert isinstance(plain, dict)
        checked = check(registry.find(args.typ.rpartition(":")[2]), plain)
        assert not checked.failures, checked.failures
        kept = {
            name: marked_like(_with_markers(value), inputs.get(name))
            for name, value in checked.inputs.items()
        }
        inputs = {**kept, "__provider": args.inputs["__provider"]}
    return Planned(_urn(args), args.typ, args.name, _ROOT, inputs, references, component=component)


def _as_planned(value: Any, found: list[str]) -> Any:
    """Return a value as in a plan of Pulumi, with markers for secrets and for unknown ids."""
    if isinstance(value, str) and value.startswith("ref:"):
        found.append(value.removeprefix("ref:"))
        return _UNKNOWN
    if isinstance(value, list):
        return [_as_planned(part, found) for part in value]
    if isinstance(value, dict):
        if _SIGNATURE in value:
            return mark_secret(unwrapped(_as_planned(value["value"], found)))
        return {key: _as_planned(part, found) for key, part in value.items()}
    return value


def _with_markers(value: Any) -> Any:
    """Return a value with Pulumi's marker for unknown parts."""
    if isinstance(value, list):
        return [_with_markers(part) for part in value]
    if isinstance(value, dict):
        return {key: _with_markers(part) for key, part in value.items()}
    return _UNKNOWN if value is UNKNOWN else value
