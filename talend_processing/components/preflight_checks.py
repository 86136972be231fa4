"""`preflight`, checks of an account before a program creates anything in it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import pulumi

from talend_processing.components.own_state import managed_runtime_ids
from talend_processing.provider.declare.program import program_client

if TYPE_CHECKING:
    from talend_processing.client.api.environments import Environment, Workspace
    from talend_processing.client.api.remote_engines import BaseEngine
    from talend_processing.components.topology import Topology

__all__ = ["preflight"]

T = TypeVar("T")


def preflight(
    *,
    environment_id: str,
    workspace_ids: Sequence[str] = (),
    engine_names: Sequence[str] = (),
    cluster_names: Sequence[str] = (),
    pipeline_engine_names: Sequence[str] = (),
    topology: Topology | None = None,
) -> None:
    """Check an account before a program creates anything in it. The check also runs in a preview.

    The environment must exist and contain the workspaces. No object may have one of the given names,
    except an object that this stack manages already. The credentials must be able to list all these objects.
    The check only reads, so it cannot tell whether the credentials can create objects.

    Each name is compared with the names of objects of the same type in the environment. If `workspace_ids`
    is given, only engines in a cluster and objects in these workspaces count. Omit the names of objects that
    a resource will adopt, because the stack does not manage them yet.

    Operations: `GET /orchestration/environments`, `GET /orchestration/workspaces`,
    `GET /processing/runtimes/remote-engines`, `GET /processing/runtimes/remote-engine-clusters`, and
    `GET /processing/runtimes/pipeline-engines` if names of Pipeline Engines are given.

    Args:
        environment_id: The environment of all objects to create.
        workspace_ids: The workspaces of the objects to create.
        engine_names: The names of the Remote Engines to create.
        cluster_names: The names of the clusters to create.
        pipeline_engine_names: The names of the Pipeline Engines to create.
        topology: A topology to declare, whose names are checked too.

    Raises:
        pulumi.RunError: At least one check failed. The error lists each fault on its own line.

    """
    if topology is not None:
        engine_names = [*engine_names, *(one.name for one in topology.engines)]
        cluster_names = [*cluster_names, *(one.name for one in topology.clusters)]
        pipeline_engine_names = [*pipeline_engine_names, *(one.name for one in topology.pipeline_engines)]
    client = program_client()
    faults = _Faults()
    environments = faults.read("environments", client.environments.list)
    workspaces = faults.read("workspaces", client.workspaces.list)
    if environments is not None:
        faults += _environment_faults(environment_id, environments)
    if workspaces is not None:
        faults += _workspace_faults(environment_id, workspace_ids, workspaces)
    runtime_kinds: list[tuple[str, Sequence[str], Callable[[], Iterable[BaseEngine]]]] = [
        ("Remote Engine", engine_names, client.remote_engines.list),
        ("cluster", cluster_names, client.clusters.list),
    ]
    if pipeline_engine_names:
        runtime_kinds.append(("Pipeline Engine", pipeline_engine_names, client.pipeline_engines.list))
    read_managed_ids = functools.cache(managed_runtime_ids)
    for kind, names, list_objects in runtime_kinds:
        faults += _duplicate_names(kind, names)
        existing = faults.read(f"{kind}s", list_objects)
        if existing is not None:
            runtimes_in_scope = _in_scope(existing, environment_id, workspace_ids)
            faults += _taken_names(kind, set(names), runtimes_in_scope, read_managed_ids)
    faults.raise_if_any()


class _Faults(list[str]):
    """The faults found so far, each in one line."""

    def read(self, plural: str, list_objects: Callable[[], Iterable[T]]) -> list[T] | None:
        """Return the listed objects. If the API does not list them, add a fault and return None.

        Raises:
            pulumi.RunError: Further calls would fail too, for example because the credentials are invalid.

        """
        from talend_processing.client.errors import ApiError, AuthenticationError, TalendError  # noqa: PLC0415

        try:
            return list(list_objects())
        except TalendError as error:
            text = " ".join(str(error).split())
            self.append(f"{plural} cannot be read: {text}")
            if isinstance(error, AuthenticationError) or not isinstance(error, ApiError):
                self.raise_if_any()
            return None

    def raise_if_any(self) -> None:
        """Raise an error that lists the faults, if there are any."""
        if self:
            count = "1 fault" if len(self) == 1 else f"{len(self)} faults"
            raise pulumi.RunError("\n".join([f"{count} found by preflight:", *(f"- {one}" for one in self)]))


def _environment_faults(environment_id: str, environments: Sequence[Environment]) -> Iterator[str]:
    if environment_id not in {one.id for one in environments}:
        visible = ", ".join(f"'{one.name}' ({one.id})" for one in environments) or "none"
        yield (
            f"environment {environment_id} does not exist or is hidden from these credentials; visible"
            f" environments: {visible}"
        )


def _workspace_faults(
    environment_id: str, workspace_ids: Sequence[str], workspaces: Sequence[Workspace]
) -> Iterator[str]:
    by_id = {one.id: one for one in workspaces}
    for workspace_id in workspace_ids:
        workspace = by_id.get(workspace_id)
        if workspace is None:
            environment_workspaces = [
                one for one in workspaces if one.environment and one.environment.id == environment_id
            ]
            visible = ", ".join(f"'{one.name}' ({one.id})" for one in environment_workspaces) or "none"
            yield (
                f"workspace {workspace_id} does not exist or is hidden from these credentials; visible"
                f" workspaces in environment {environment_id}: {visible}"
            )
        elif workspace.environment is None or workspace.environment.id != environment_id:
            own_environment = workspace.environment
            location = (
                f"environment '{own_environment.name}' ({own_environment.id})"
                if own_environment
                else "another environment"
            )
            yield f"workspace '{workspace.name}' ({workspace_id}) is in {location}, not in {environment_id}"


def _duplicate_names(kind: str, names: Sequence[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"duplicate name '{name}' of {kind}s"


def _in_scope(
    existing: Iterable[BaseEngine], environment_id: str, workspace_ids: Collection[str]
) -> Iterator[BaseEngine]:
    """Yield the objects whose names count as taken: those in the workspaces, and engines in a cluster.

    An engine in a cluster counts in every workspace, because joining a cluster moves an engine to the
    cluster's workspace.
    """
    for runtime in existing:
        workspace = runtime.workspace
        if workspace is None or workspace.environment is None or workspace.environment.id != environment_id:
            continue
        if not workspace_ids or workspace.id in workspace_ids or getattr(runtime, "cluster_id", None):
            yield runtime


def _taken_names(
    kind: str,
    names: Collection[str],
    existing: Iterable[BaseEngine],
    read_managed_ids: Callable[[], Collection[str] | None],
) -> Iterator[str]:
    namesakes = [runtime for runtime in existing if runtime.name in names]
    if not namesakes:
        return
    managed_ids = read_managed_ids()
    if managed_ids is None:
        objects = ", ".join(f"'{runtime.name}' ({runtime.id})" for runtime in namesakes)
        pulumi.log.warn(
            f"The stack's state could not be read, so it is unknown whether the stack manages these {kind}s:"
            f" {objects}. A resource still refuses to create an object whose name is taken"
        )
        return
    for runtime in namesakes:
        if runtime.runtime_id not in managed_ids:
            yield f"{kind} '{runtime.name}' exists already: {runtime.id}; choose another name, or adopt it"
