"""The topology of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talend_processing.graph.topology import Node, Topology
from talend_processing.stack.step import display_text

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient
    from talend_processing.client.api.remote_engines import BaseEngine


def account_topology(client: TalendClient) -> Topology:
    """Return the engines, clusters and run profiles that the credentials can see."""
    nodes = [
        Node(one.id, "cluster", display_text(one.name), _environment(one)) for one in client.clusters.list()
    ]
    nodes += [
        Node(
            one.id,
            "engine",
            display_text(one.name),
            _environment(one),
            one.cluster_id or "",
            one.status or "",
            version=display_text(one.version or ""),
        )
        for one in client.remote_engines.list()
    ]
    nodes += [
        Node(one.id, "pipeline", display_text(one.name), _environment(one), "", one.status or "")
        for one in client.pipeline_engines.list()
    ]
    nodes += [
        Node(one.id, "profile", display_text(one.name or one.id), "", one.processor_id or "")
        for one in client.run_profiles.search()
    ]
    return Topology(tuple(nodes))


def _environment(engine: BaseEngine) -> str:
    environment = engine.workspace.environment if engine.workspace else None
    return display_text(environment.name or environment.id) if environment else "(unknown environment)"
