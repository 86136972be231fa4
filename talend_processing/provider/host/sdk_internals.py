"""What this package takes from the inside of Pulumi's SDK in a program's process, each with a fallback.

Nothing here changes what other packages' resources do. Where the SDK differs from what this module expects,
the SDK's own behaviour stays, without a message: the program is slower and its state larger, but everything
works. `TALEND_PULUMI_INTERNALS=off` switches all of it off, the host's part in `grpc_server` included.
"""

from __future__ import annotations

import base64
import copy
import functools
import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pulumi
from pulumi import dynamic
from pulumi.runtime import resource as registration
from pulumi.runtime import settings
from pulumi.runtime.mocks import MockMonitor

SWITCH: Final = "TALEND_PULUMI_INTERNALS"
_MOST_FRAMES: Final = 8
_PACKAGE: Final = Path(__file__).resolve().parents[2]
_STANDARD_LIBRARY: Final = Path(os.__file__).resolve().parent
_INSTALLED: Final = frozenset({"site-packages", "dist-packages"})
_LAUNCHER: Final = "pulumi-language-python"
_PROVIDER: Final = "__provider"
_Line = tuple[str, int]


def switched_off() -> bool:
    """Return whether the user switched this module off."""
    return os.environ.get(SWITCH, "").lower() == "off"


def under_mocks() -> bool:
    """Return whether the program runs in a unit test, after `pulumi.runtime.set_mocks`."""
    return isinstance(getattr(settings.SETTINGS, "monitor", None), MockMonitor)


@contextmanager
def registering(resource: pulumi.Resource) -> Iterator[None]:
    """Register a resource of this package inside this block.

    Its source position and stack trace are lines of the user's program, and the program does not wait for
    each of its outputs by itself.
    """
    with _positions_in_program(resource):
        yield
    _stop_waiting_for_outputs(resource)


class DynamicResource(dynamic.Resource):
    """A dynamic resource of this package: as Pulumi's, in fewer bytes and less time."""

    def __init__(
        self,
        provider: dynamic.ResourceProvider,
        name: str,
        props: dict[str, Any],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        reference = None if switched_off() else pickled(provider)
        with registering(self):
            if reference is None:
                super().__init__(provider, name, props, opts)
            else:
                props[_PROVIDER] = reference
                kind = f"pulumi-python:{self._resource_type_name}"
                pulumi.CustomResource.__init__(self, kind, name, props, opts)


@functools.cache
def pickled(provider: dynamic.ResourceProvider) -> str | None:
    """Return the provider as state holds it, or None if the SDK stores providers in another way.

    Pulumi pickles a provider for each resource that is declared (pulumi#6675), and the state of a resource
    holds it twice. The oldest protocol says the same in fewer bytes.
    """
    import pickletools  # noqa: PLC0415 - only programs that declare resources need it

    try:
        from pulumi.dynamic.dynamic import serialize_provider  # noqa: PLC0415 - private: it may move

        if pickle.loads(base64.b64decode(serialize_provider(provider))) is not provider:  # noqa: S301 - our own
            return None
        return base64.b64encode(pickletools.optimize(pickle.dumps(provider, protocol=0))).decode()
    except Exception:  # noqa: BLE001 - fewer bytes are never worth a failed program
        return None


@contextmanager
def _positions_in_program(resource: pulumi.Resource) -> Iterator[None]:
    """Have Pulumi record where the *user's program* declares a resource.

    Pulumi takes the caller of the third `__init__` from the top (pulumi#18575), which for a dynamic resource
    is a line of the package that declares it, and stores every frame down to the interpreter's start
    (pulumi#20430): half of a small resource's state.
    """
    trace_of: Any = getattr(registration, "_get_stack_trace", None)
    position_of: Any = getattr(registration, "_get_source_position", None)
    if trace_of is None or position_of is None or switched_off():
        yield
        return
    ours: Any = None

    def trace() -> Any:
        nonlocal ours
        caller = sys._getframe(1)  # noqa: SLF001 - the one way to a caller's frame without reading source
        if caller.f_locals.get("res") is not resource:
            return trace_of()  # of a resource that a transformation of the user's declares
        if ours is None:  # a read asks twice
            with suppress(Exception):  # a position is never worth a failed program
                ours = _trace_of(caller)
        return trace_of() if ours is None else ours

    def position(stack: Any) -> Any:
        if stack is not ours or len(stack.frames) != 1:
            return position_of(stack)
        found = copy.deepcopy(position_of(stack))
        del stack.frames[:]  # the one frame would repeat the position
        return found

    registration._get_stack_trace, registration._get_source_position = trace, position  # noqa: SLF001
    try:
        yield
    finally:
        registration._get_stack_trace, registration._get_source_position = trace_of, position_of  # noqa: SLF001


def _trace_of(frame: FrameType | None) -> Any:
    """The nearest frames of the user's program, or None if there are none."""
    project, elsewhere = list[_Line](), list[_Line]()
    root = settings.get_root_directory() or str(Path.cwd())
    while frame is not None and len(project) < _MOST_FRAMES:
        uri, inside = _place(frame.f_code.co_filename, root)
        if uri:
            (project if inside else elsewhere).append((uri, frame.f_lineno))
        frame = frame.f_back
    # A program that is a function, as of the Automation API, lies outside of the project's folder.
    lines = project or elsewhere[:_MOST_FRAMES]
    if not lines:
        return None
    from pulumi.runtime.proto import source_pb2  # noqa: PLC0415 - private: it may move

    frames = [source_pb2.StackFrame(pc=source_pb2.SourcePosition(uri=uri, line=line)) for uri, line in lines]
    return source_pb2.StackTrace(frames=frames)


@functools.cache
def _place(filename: str, root: str) -> tuple[str, bool]:
    """The address of a file of the user's, and whether it lies in the project; empty for any other file."""
    if filename.startswith("<") or Path(filename).name.startswith(_LAUNCHER):
        return "", False
    file, project = Path(filename).resolve(), Path(root)
    if any(map(file.is_relative_to, (_PACKAGE, _STANDARD_LIBRARY))) or _INSTALLED & set(file.parts):
        return "", False
    if not file.is_relative_to(project.resolve()):
        return file.as_uri(), False
    # The engine compares with the project's folder as it was given, symbolic links and all.
    return (project.absolute() / file.relative_to(project.resolve())).as_uri(), True


def _stop_waiting_for_outputs(resource: pulumi.Resource) -> None:
    """Take a resource's own outputs out of the set that the program waits for at its end.

    Since pulumi#22411 the wait is quadratic in the number of outputs, and every property of every resource is
    one. Nothing is lost: the outputs are known once the resource is registered, and the program waits for
    that anyway. An `apply` of the user creates another output, which stays in the set.
    """
    if switched_off():
        return
    tracked: Any = getattr(settings.SETTINGS, "outputs", None)
    lock: Any = getattr(settings.SETTINGS, "lock", None)
    if not isinstance(tracked, set) or lock is None:
        return
    own = [
        getattr(value, "_data", None) for value in vars(resource).values() if isinstance(value, pulumi.Output)
    ]
    with lock:
        tracked.difference_update(own)


def children(component: pulumi.ComponentResource) -> list[pulumi.Resource]:
    """The resources inside a component, as far as Pulumi tells."""
    return list(getattr(component, "_childResources", ()))


def is_protected(resource: pulumi.Resource) -> bool:
    """Whether a resource has Pulumi's option `protect`."""
    return bool(getattr(resource, "_protect", False))


def mark_as_output_type(cls: type) -> None:
    """Have Pulumi make outputs of an input type too: `pulumi.output_type` refuses a class that is both."""
    cls._pulumi_output_type = True  # type: ignore[attr-defined]
