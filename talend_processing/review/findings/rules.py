"""The rules of a review: which changes it reports, their effects on running work, and their risks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

TASKS_PAUSED: Final = "tasks scheduled on it are paused and assigned to the Cloud Engine"
"""The effect on the tasks of a deleted Remote Engine or cluster."""


class Risk(IntEnum):
    """The risk that a change disturbs running work."""

    NONE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def word(self) -> str:
        """The name of the risk in reports."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of change that the review reports."""

    name: str
    """The name, which stays stable because scripts and suppressed findings use it."""
    risks: tuple[Risk, ...]
    """The possible risks, the highest first. Unfinished executions raise a medium risk to high."""
    what: str
    """What happens."""
    why: str
    """The effect on running work, and what the risk depends on."""


def _rule(name: str, risks: str, what: str, why: str) -> tuple[str, Rule]:
    return name, Rule(name, tuple(Risk[risk.upper()] for risk in risks.split()), what, why)


RULES: Final[Mapping[str, Rule]] = dict(
    (
        _rule(
            "engine-created",
            "low",
            "An engine is created.",
            "It runs nothing until a machine is paired with its key.",
        ),
        _rule(
            "engine-replaced",
            "high medium",
            "An engine is deleted and created again.",
            f"It must be paired again with a new key. For a Remote Engine, {TASKS_PAUSED}. Medium if the"
            " account shows that it is not paired.",
        ),
        _rule(
            "engine-deleted",
            "high medium",
            "An engine is deleted, with its run profiles.",
            f"For a Remote Engine, {TASKS_PAUSED}. Medium if the account shows that it is not paired.",
        ),
        _rule(
            "engine-unpaired",
            "high low",
            "An engine is unpaired, because `unpair_triggers` changes.",
            "It keeps its id and its tasks, but runs nothing until it is paired again with a new key. Low"
            " if the account shows that it is not paired.",
        ),
        _rule(
            "cluster-created",
            "low",
            "A cluster is created.",
            "No task runs on it until you assign one to it.",
        ),
        _rule(
            "cluster-replaced",
            "high",
            "A cluster is deleted and created again.",
            "Tasks scheduled on it are paused and assigned to the Cloud Engine. The cluster's engines stay.",
        ),
        _rule(
            "cluster-deleted",
            "high",
            "A cluster is deleted, with its run profiles.",
            "Tasks scheduled on it are paused and assigned to the Cloud Engine. The cluster's engines stay.",
        ),
        _rule(
            "membership-added",
            "medium low",
            "An engine joins a cluster.",
            "Tasks scheduled on the engine move to the cluster. The engine moves to the cluster's workspace."
            " Low if no task moves: the engine is new, or a new cluster lists it.",
        ),
        _rule(
            "membership-renewed",
            "low",
            "An engine joins its cluster again, because the engine or the cluster is replaced.",
            "Until then the cluster has one engine fewer.",
        ),
        _rule(
            "membership-removed",
            "high medium",
            "An engine leaves a cluster.",
            "The cluster keeps its tasks and has one engine fewer. High if no engine remains, or if the"
            " review does not know whether one remains.",
        ),
        _rule(
            "profile-created",
            "none",
            "A run profile is created.",
            "No task uses it yet.",
        ),
        _rule(
            "profile-replaced",
            "medium",
            "A run profile is deleted and created again with another id.",
            "Tasks that use it need another run profile. The API may refuse to delete a run profile in use,"
            " unless `replacement_run_profile_id` names its replacement.",
        ),
        _rule(
            "profile-deleted",
            "medium",
            "A run profile is deleted, while its engine or cluster stays.",
            "Tasks that use it need another run profile. The API may refuse to delete a run profile in use,"
            " unless `replacement_run_profile_id` names its replacement.",
        ),
        _rule(
            "jvm-arguments-changed",
            "high medium",
            "The JVM arguments of a run profile change.",
            "Tasks that use the run profile get the new arguments at their next start. High if the heap"
            " shrinks, may shrink, or is no longer declared, or if the change adds an option with which Java"
            " 17 does not start.",
        ),
        _rule(
            "profile-changed",
            "medium",
            "Settings of a run profile other than its JVM arguments change.",
            "Tasks and pipelines that use the run profile get the new settings at their next start.",
        ),
        _rule(
            "profile-renamed",
            "none",
            "Only the name or the description of a run profile changes.",
            "Running tasks are not affected.",
        ),
        _rule(
            "jvm-rollback-changed",
            "high",
            "The Java version of all Cloud Engines changes.",
            "Every task on a Cloud Engine, in every environment, uses that Java version at its next start.",
        ),
        _rule(
            "adopted",
            "medium low",
            "`up` adopts an object if it exists already (`on_existing`, `adopt_id`).",
            "An adopted run profile gets the settings of the program, and an adopted cluster gets exactly the"
            " engines that the program lists. Both are medium, because tasks may use them. An adopted object"
            " of another kind does not change.",
        ),
        _rule(
            "retained",
            "none",
            "Pulumi no longer manages an object, which stays (`retain_on_delete`), or the JVM rollback of the"
            " Cloud Engines, which stays unchanged (no `value_on_delete`).",
            "Running tasks are not affected.",
        ),
        _rule(
            "task-started",
            "medium",
            "A task is started.",
            "It runs as soon as `up` reaches the TaskRun.",
        ),
        _rule(
            "plan-started",
            "medium",
            "A plan is started, with all of its tasks.",
            "It runs as soon as `up` reaches the PlanRun.",
        ),
        _rule(
            "promotion-started",
            "high",
            "A promotion is started.",
            "Artifacts of the target environment are replaced, which cannot be undone.",
        ),
        _rule(
            "execution-terminated",
            "high",
            "A running task is terminated.",
            "It stops immediately.",
        ),
        _rule(
            "run-awaited",
            "none",
            "`up` waits for an execution that has already started.",
            "Nothing is started.",
        ),
        _rule(
            "pairing-awaited",
            "none",
            "`up` waits until an engine is paired.",
            "`up` only waits: somebody must start the engine with its key.",
        ),
    )
)
