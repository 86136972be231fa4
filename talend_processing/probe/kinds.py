"""The kinds of objects that the probe creates, such as `Remote Engine`, and their API paths."""

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
    """One kind of object. The parent of a run profile is its engine or cluster."""

    name: str
    """The name of the kind in messages and in the run log."""
    create_path: str
    """Path of the POST that creates an object. `{parent}` stands for the parent's id."""
    list_path: str
    """Path of the GET that lists the objects. Empty if only the search for run profiles finds them."""
    needs_engine_token: bool = False
    """Whether each object uses one of the account's engine tokens."""

    def path_to_create(self, parent_id: str = "") -> str:
        """Return the path of the POST that creates an object."""
        return self.create_path.replace("{parent}", quote(parent_id, safe=""))

    def path_to_list(self, parent_id: str = "") -> str:
        """Return the path of the GET that lists the objects."""
        return self.list_path.replace("{parent}", quote(parent_id, safe=""))

    def path_of(self, object_id: str, parent_id: str = "") -> str:
        """Return the path that reads, changes and deletes an object."""
        return f"{self.path_to_create(parent_id)}/{quote(object_id, safe='')}"


ENGINE: Final = Kind("Remote Engine", ENGINES, ENGINES, needs_engine_token=True)
PIPELINE_ENGINE: Final = Kind("Pipeline Engine", PIPELINE_ENGINES, PIPELINE_ENGINES, needs_engine_token=True)
CLUSTER: Final = Kind("cluster", CLUSTERS, CLUSTERS)
ENGINE_PROFILE: Final = Kind(
    "run profile of an engine", f"{ENGINES}/{{parent}}/run-profiles", f"{ENGINES}/{{parent}}/run-profiles"
)
CLUSTER_PROFILE: Final = Kind(
    "run profile of a cluster", f"{CLUSTERS}/{{parent}}/run-profiles", f"{CLUSTERS}/{{parent}}/run-profiles"
)
GENERIC_PROFILE: Final = Kind("generic run profile", GENERIC_PROFILES, "")
PIPELINE_PROFILES: Final = {
    profile_type: Kind(
        f"{profile_type} run profile",
        f"{PIPELINE_ENGINES}/{{parent}}/run-profiles/{profile_type}",
        f"{PIPELINE_ENGINES}/{{parent}}/run-profiles",
    )
    for profile_type in ("standard", "advanced", "big-data", "databricks", "data-integration")
}
"""The kinds of a Pipeline Engine's run profiles, by profile type."""
