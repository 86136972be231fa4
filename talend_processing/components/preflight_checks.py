"""Checks before anything is created: is the place there, are the names free, may these credentials look."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import pulumi

from talend_processing.components.own_state import own_runtimes
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
    """Check an account before a program declares anything in it, in a preview too. It only reads.

    The environment must exist and hold the workspaces; the names must be free, or this stack's own; and the
    credentials must be allowed to read what a `pulumi up` reads. Whether they may write is seen only by
    writing. A name counts as taken where the provider would refuse it: in the same environment, and in one
    of `workspace_ids` if any are given. With a name that is taken, the stack's own state says whether it is
    the stack's own; an object that a resource is about to adopt is not, so leave its name out.

    Operations: `GET /orchestration/environments`, `GET /orchestration/workspaces`,
    `GET /processing/runtimes/remote-engines`, `GET /processing/runtimes/remote-engine-clusters`, and
    `GET /processing/runtimes/pipeline-engines` if there is to be a Pipeline Engine.

    Args:
        environment_id: The environment that everything will be in.
        workspace_ids: The workspaces that engines and clusters will be in.
        engine_names: The names that Remote Engines will have.
        cluster_names: The names that clusters will have.
        pipeline_engine_names: The names that Pipeline Engines will have.
        topology: What will be declared from a description: the names in it are checked with the others.

    Raises:
        pulumi.RunError: Lists every fault, one a line.

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
        faults += _environment(environment_id, environments)
    if workspaces is not None:
        faults += _workspaces(environment_id, workspace_ids, workspaces)
    named: list[tuple[str, Sequence[str], Callable[[], Iterable[BaseEngine]]]] = [
        ("Remote Engine", engine_names, client.remote_engines.list),
        ("cluster", cluster_names, client.clusters.list),
    ]
    if pipeline_engine_names:
        named.append(("Pipeline Engine", pipeline_engine_names, client.pipeline_engines.list))
    read_own = functools.cache(own_runtimes)
    for noun, names, look in named:
        faults += _twice(noun, names)
        there = faults.read(f"{noun}s", look)
        if there is not None:
            faults += _taken(noun, set(names), _in(there, environment_id, workspace_ids), read_own)
    faults.report()


class _Faults(list[str]):
    """What was found so far, one line each."""

    def read(self, what: str, look: Callable[[], Iterable[T]]) -> list[T] | None:
        """All that there is, or None and one more fault.

        Raises:
            pulumi.RunError: The API is not there or the credentials are wrong: more reads say no more.

        """
        from talend_processing.client.errors import ApiError, AuthenticationError, TalendError  # noqa: PLC0415

        try:
            return list(look())
        except TalendError as error:
            text = " ".join(str(error).split())
            self.append(f"these credentials cannot read {what}: {text}")
            if isinstance(error, AuthenticationError) or not isinstance(error, ApiError):
                self.report()
            return None

    def report(self) -> None:
        """Stop the program if anything was found.

        Raises:
            pulumi.RunError: Lists every fault, one a line.

        """
        if self:
            count = "1 fault" if len(self) == 1 else f"{len(self)} faults"
            raise pulumi.RunError("\n".join([f"{count} found by preflight:", *(f"- {one}" for one in self)]))


def _environment(environment_id: str, environments: Sequence[Environment]) -> Iterator[str]:
    if environment_id not in {one.id for one in environments}:
        there = ", ".join(f"'{one.name}' ({one.id})" for one in environments) or "none at all"
        yield (
            f"environment {environment_id} does not exist or is hidden from these credentials,"
            f" which see {there}"
        )


def _workspaces(
    environment_id: str, workspace_ids: Sequence[str], workspaces: Sequence[Workspace]
) -> Iterator[str]:
    by_id = {one.id: one for one in workspaces}
    for workspace_id in workspace_ids:
        found = by_id.get(workspace_id)
        if found is None:
            inside = [one for one in workspaces if one.environment and one.environment.id == environment_id]
            there = ", ".join(f"'{one.name}' ({one.id})" for one in inside) or "none"
            yield (
                f"workspace {workspace_id} does not exist or is hidden from these credentials; in environment"
                f" {environment_id} they see {there}"
            )
        elif found.environment is None or found.environment.id != environment_id:
            place = found.environment
            where = f"environment '{place.name}' ({place.id})" if place else "another environment"
            yield f"workspace '{found.name}' ({workspace_id}) lies in {where}, not in {environment_id}"


def _twice(noun: str, names: Sequence[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two {noun}s are to be named '{name}'"


def _in(
    there: Iterable[BaseEngine], environment_id: str, workspace_ids: Collection[str]
) -> Iterator[BaseEngine]:
    """What stands in the way of a name: as the provider sees it, cluster members wherever they are."""
    for one in there:
        workspace = one.workspace
        if workspace is None or workspace.environment is None or workspace.environment.id != environment_id:
            continue
        if not workspace_ids or workspace.id in workspace_ids or getattr(one, "cluster_id", None):
            yield one


def _taken(
    noun: str,
    names: Collection[str],
    there: Iterable[BaseEngine],
    read_own: Callable[[], Collection[str] | None],
) -> Iterator[str]:
    found = [one for one in there if one.name in names]
    if not found:
        return
    own = read_own()
    if own is None:
        listed = ", ".join(f"'{one.name}' ({one.id})" for one in found)
        pulumi.log.warn(
            f"The stack's state could not be read, so it is not known whether these {noun}s are its own:"
            f" {listed}. A create still refuses a name that is taken"
        )
        return
    for one in found:
        if one.runtime_id not in own:
            yield f"{noun} '{one.name}' exists already: {one.id}; give another name, or adopt it"
