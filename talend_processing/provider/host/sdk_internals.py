"""The uses of private parts of Pulumi's SDK in the process that runs a Pulumi program.

They do not affect the resources of other packages. If a part is missing, the program still works, but it is
slower and its state is larger. `children` then returns an empty list, and `is_protected` and
`under_mocks` return False.

`TALEND_PULUMI_INTERNALS=off` switches off everything except these three functions and `mark_as_output_type`.
It also switches off `grpc_server`.
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
"""The environment variable that switches off the uses of private parts."""
_MAX_FRAMES: Final = 8
"""The maximum length of the stack trace that state contains for a resource."""
_PACKAGE_FOLDER: Final = Path(__file__).resolve().parents[2]
_STANDARD_LIBRARY: Final = Path(os.__file__).resolve().parent
_LIBRARY_FOLDERS: Final = frozenset({"site-packages", "dist-packages"})
_LAUNCHER: Final = "pulumi-language-python"
"""The beginning of the name of Pulumi's script that runs a program."""
_PROVIDER_PROPERTY: Final = "__provider"
"""The property in which Pulumi stores the pickled provider."""
_Line = tuple[str, int]
"""The URI of a file, and a line number."""


def internals_switched_off() -> bool:
    """Return whether the user has set `TALEND_PULUMI_INTERNALS=off`."""
    return os.environ.get(SWITCH, "").lower() == "off"


def under_mocks() -> bool:
    """Return whether the program runs in a unit test, after `pulumi.runtime.set_mocks`."""
    return isinstance(getattr(settings.SETTINGS, "monitor", None), MockMonitor)


@contextmanager
def registering(resource: pulumi.Resource) -> Iterator[None]:
    """Reduce the state and the time that a resource needs. The block registers the resource.

    Pulumi records only lines of the user's program as the position of the resource, and the program does not
    wait for each output of the resource.
    """
    with _positions_in_program(resource):
        yield
    _stop_waiting_for_outputs(resource)


class DynamicResource(dynamic.Resource):
    """A dynamic resource that needs less state and time than one of Pulumi's own class."""

    def __init__(
        self,
        provider: dynamic.ResourceProvider,
        name: str,
        props: dict[str, Any],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        pickled_provider = None if internals_switched_off() else pickled(provider)
        with registering(self):
            if pickled_provider is None:
                super().__init__(provider, name, props, opts)
            else:
                props[_PROVIDER_PROPERTY] = pickled_provider
                type_token = f"pulumi-python:{self._resource_type_name}"
                pulumi.CustomResource.__init__(self, type_token, name, props, opts)


@functools.cache
def pickled(provider: dynamic.ResourceProvider) -> str | None:
    """Return the pickled provider for state, or None if the SDK stores providers in another way.

    Pulumi would pickle the provider again for each resource (pulumi#6675). State contains the pickle twice
    for each resource, so the pickle uses the protocol that needs the fewest bytes.
    """
    import pickletools  # noqa: PLC0415 - only programs that declare resources need it

    try:
        from pulumi.dynamic.dynamic import serialize_provider  # noqa: PLC0415 - private: it may move

        if pickle.loads(base64.b64decode(serialize_provider(provider))) is not provider:  # noqa: S301 - our own
            return None
        return base64.b64encode(pickletools.optimize(pickle.dumps(provider, protocol=0))).decode()
    except Exception:  # noqa: BLE001 - an optimization must not make a program fail
        return None


@contextmanager
def _positions_in_program(resource: pulumi.Resource) -> Iterator[None]:
    """Make Pulumi record the line of the user's program that declares a resource.

    Otherwise, Pulumi records a line of this package (pulumi#18575) and every frame down to the start of the
    interpreter (pulumi#20430). These frames are half of the state of a small resource.
    """
    sdk_trace: Any = getattr(registration, "_get_stack_trace", None)
    sdk_position: Any = getattr(registration, "_get_source_position", None)
    if sdk_trace is None or sdk_position is None or internals_switched_off():
        yield
        return
    program_trace: Any = None

    def stack_trace() -> Any:
        nonlocal program_trace
        caller = sys._getframe(1)  # noqa: SLF001 - the public `inspect.stack` reads source files
        if caller.f_locals.get("res") is not resource:
            return sdk_trace()  # another resource, declared by a transformation of the user
        if program_trace is None:  # Pulumi calls this twice for a `.get()`
            with suppress(Exception):  # a missing position must not make a program fail
                program_trace = _trace_in_program(caller)
        return sdk_trace() if program_trace is None else program_trace

    def source_position(stack: Any) -> Any:
        if stack is not program_trace or len(stack.frames) != 1:
            return sdk_position(stack)
        position = copy.deepcopy(sdk_position(stack))
        del stack.frames[:]  # the only frame repeats the position
        return position

    registration._get_stack_trace, registration._get_source_position = stack_trace, source_position  # noqa: SLF001
    try:
        yield
    finally:
        registration._get_stack_trace, registration._get_source_position = sdk_trace, sdk_position  # noqa: SLF001


def _trace_in_program(frame: FrameType | None) -> Any:
    """Return the nearest frames of the user's program, or None if there are none."""
    project_lines, other_lines = list[_Line](), list[_Line]()
    root = settings.get_root_directory() or str(Path.cwd())
    while frame is not None and len(project_lines) < _MAX_FRAMES:
        uri, in_project = _uri_of(frame.f_code.co_filename, root)
        if uri:
            (project_lines if in_project else other_lines).append((uri, frame.f_lineno))
        frame = frame.f_back
    # With the Automation API, the program is a function outside of the project's folder.
    lines = project_lines or other_lines[:_MAX_FRAMES]
    if not lines:
        return None
    from pulumi.runtime.proto import source_pb2  # noqa: PLC0415 - private: it may move

    frames = [source_pb2.StackFrame(pc=source_pb2.SourcePosition(uri=uri, line=line)) for uri, line in lines]
    return source_pb2.StackTrace(frames=frames)


@functools.cache
def _uri_of(filename: str, root: str) -> tuple[str, bool]:
    """Return the URI of a file, and whether it is in the project. Files of libraries have an empty URI."""
    if filename.startswith("<") or Path(filename).name.startswith(_LAUNCHER):
        return "", False
    file, project = Path(filename).resolve(), Path(root)
    if any(map(file.is_relative_to, (_PACKAGE_FOLDER, _STANDARD_LIBRARY))) or _LIBRARY_FOLDERS & set(
        file.parts
    ):
        return "", False
    if not file.is_relative_to(project.resolve()):
        return file.as_uri(), False
    # Pulumi's engine does not resolve symbolic links when it compares the path with the project's folder.
    return (project.absolute() / file.relative_to(project.resolve())).as_uri(), True


def _stop_waiting_for_outputs(resource: pulumi.Resource) -> None:
    """Remove a resource's own outputs from the set of outputs that the program waits for at its end.

    Since pulumi#22411 the time of this wait is quadratic in the number of outputs. The removal has no other
    effect: the program waits for the registration of the resource anyway, and then its outputs are known. An
    `apply` of the user creates another output, which stays in the set.
    """
    if internals_switched_off():
        return
    awaited_outputs: Any = getattr(settings.SETTINGS, "outputs", None)
    lock: Any = getattr(settings.SETTINGS, "lock", None)
    if not isinstance(awaited_outputs, set) or lock is None:
        return
    own_outputs = [
        getattr(value, "_data", None) for value in vars(resource).values() if isinstance(value, pulumi.Output)
    ]
    with lock:
        awaited_outputs.difference_update(own_outputs)


def children(component: pulumi.ComponentResource) -> list[pulumi.Resource]:
    """Return the resources inside a component, or an empty list if the SDK does not store them."""
    return list(getattr(component, "_childResources", ()))


def is_protected(resource: pulumi.Resource) -> bool:
    """Return whether a resource has Pulumi's option `protect`."""
    return bool(getattr(resource, "_protect", False))


def mark_as_output_type(cls: type) -> None:
    """Mark an input type as an output type too, since `pulumi.output_type` refuses input types."""
    cls._pulumi_output_type = True  # type: ignore[attr-defined]
