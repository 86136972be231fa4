"""All experiments in order, and the switches of the simulator that the probe does not observe."""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, NotObservedError, Rule
from talend_processing.probe.experiments.answers import cloud_jvm, errors, headers, tokens, unknown_fields
from talend_processing.probe.experiments.clusters import deletion as cluster_deletion
from talend_processing.probe.experiments.clusters import listing as cluster_listing
from talend_processing.probe.experiments.clusters import membership, places
from talend_processing.probe.experiments.engines import deletion as engine_deletion
from talend_processing.probe.experiments.engines import listing as engine_listing
from talend_processing.probe.experiments.engines import unpairing
from talend_processing.probe.experiments.executions import history, plan, task
from talend_processing.probe.experiments.lists import freshness, queries
from talend_processing.probe.experiments.names import case, duplicates, spelling
from talend_processing.probe.experiments.pipeline import profiles as pipeline_profiles
from talend_processing.probe.experiments.profiles import arguments, generic, runtime_id, types, updates
from talend_processing.probe.experiments.profiles import deletion as profile_deletion

_TOKENS: Final = Rule(
    "engine_tokens_status",
    "Which status refuses an engine when the account has no engine token left?",
    "400",
    {"*": "None: with either status, the error of the provider says what to do."},
)


def _observed_in_passing(_lab: object) -> None:
    """Observe nothing: the lab records the rule when the API refuses an engine.

    Raises:
        NotObservedError: Always. It has no effect if the lab has recorded the rule.

    """
    raise NotObservedError("the API refused no engine for lack of an engine token")


EXPERIMENTS: Final[tuple[Experiment, ...]] = (
    errors.EXPERIMENT,
    cloud_jvm.EXPERIMENT,
    tokens.EXPERIMENT,
    history.EXPERIMENT,
    queries.EXPERIMENT,
    spelling.EXPERIMENT,
    unknown_fields.EXPERIMENT,
    freshness.EXPERIMENT,
    runtime_id.EXPERIMENT,
    duplicates.EXPERIMENT,
    engine_listing.EXPERIMENT,
    case.EXPERIMENT,
    types.EXPERIMENT,
    arguments.EXPERIMENT,
    updates.EXPERIMENT,
    profile_deletion.EXPERIMENT,
    generic.EXPERIMENT,
    membership.EXPERIMENT,
    cluster_listing.EXPERIMENT,
    places.EXPERIMENT,
    cluster_deletion.EXPERIMENT,
    engine_deletion.EXPERIMENT,
    unpairing.EXPERIMENT,
    pipeline_profiles.EXPERIMENT,
    task.EXPERIMENT,
    plan.EXPERIMENT,
    Experiment(
        rules=(_TOKENS,),
        does="records how the API refuses an engine if no engine token is left",
        run=_observed_in_passing,
    ),
    headers.EXPERIMENT,
)
"""Later experiments use objects and findings of earlier ones. The last one examines all responses."""

RULES: Final[dict[str, Rule]] = {rule.name: rule for one in EXPERIMENTS for rule in one.rules}
"""Every rule that the probe can observe, by its name."""

_PAIRING: Final = "it needs an engine that pairs"
_LONG_TASK: Final = "it needs a task that runs for a while on a paired engine"

NOT_COVERED: Final[dict[str, str]] = {
    "engine_tokens": "the API does not show it, and the probe does not use up all tokens",
    "dispatch_seconds": _LONG_TASK,
    "execution_seconds": "it is a property of each task, not of the API",
    "engine_unavailable": "it needs a task whose engine is not available",
    "engine_executions": _LONG_TASK,
    "engine_version": _PAIRING,
    "debug_host": _PAIRING,
    "engine_busy": _LONG_TASK,
    "account_executions": "it needs as many executions as the account may run",
    "account_full": "it needs as many executions as the account may run",
    "task_running_again": _LONG_TASK,
    "plan_rerun_days": "it needs a plan that failed a month ago",
    "history_kept_days": "it needs the id of an execution that is two months old",
    "promotion_conflict": "the probe starts no promotion",
    "promotion_under_way": "the probe starts no promotion",
    "profile_new_members": "the names of members that the reference does not list are unknown",
}
"""Switches of the simulator that the probe does not observe, with the reasons."""
