"""Kinds of throw-away objects, with the paths that create, list, read and delete them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

ENGINES: Final = "/processing/runtimes/remote-engines"
CLUSTERS: Final = "/processing/runtimes/remote-engine-clusters"
PIPELINE_ENGINES: Final = "/processing/runtimes/pipeline-engines"
GENERIC_PROFILES: Final = "/processing/run-profiles"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of object."""

    name: str
    """Name of the kind in texts and in the run log."""
    create_path: str
    """Path of the POST that creates an object. `{parent}` stands for the id of the parent."""
    list_path: str
    """Path of the list. If empty, a search over all run profiles replaces the list."""
    token: bool = False
    """Whether an object of this kind needs an engine token of the account."""

    def creates(self, parent: str = "") -> str:
        """Return the path of the POST that creates an object."""
        return self.create_path.replace("{parent}", quote(parent, safe=""))

    def lists(self, parent: str = "") -> str:
        """Return the path of the GET that lists the objects."""
        return self.list_path.replace("{parent}", quote(parent, safe=""))

    def one(self, object_id: str, parent: str = "") -> str:
        """Return the path that reads, changes and deletes an object."""
        return f"{self.creates(parent)}/{quote(object_id, safe='')}"


ENGINE: Final = Kind("Remote Engine", ENGINES, ENGINES, token=True)
PIPELINE_ENGINE: Final = Kind("Pipeline Engine", PIPELINE_ENGINES, PIPELINE_ENGINES, token=True)
CLUSTER: Final = Kind("cluster", CLUSTERS, CLUSTERS)
ENGINE_PROFILE: Final = Kind(
    "run profile of an engine", f"{ENGINES}/{{parent}}/run-profiles", f"{ENGINES}/{{parent}}/run-profiles"
)
CLUSTER_PROFILE: Final = Kind(
    "run profile of a cluster", f"{CLUSTERS}/{{parent}}/run-profiles", f"{CLUSTERS}/{{parent}}/run-profiles"
)
GENERIC_PROFILE: Final = Kind("generic run profile", GENERIC_PROFILES, "")
PIPELINE_PROFILES: Final = {
    kind: Kind(
        f"{kind} run profile",
        f"{PIPELINE_ENGINES}/{{parent}}/run-profiles/{kind}",
        f"{PIPELINE_ENGINES}/{{parent}}/run-profiles",
    )
    for kind in ("standard", "advanced", "big-data", "databricks", "data-integration")
}
