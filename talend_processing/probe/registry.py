"""All experiments in their order, and the simulator's switches that no experiment covers."""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, NotObservedError, Rule
from talend_processing.probe.experiments.clusters import deletion as cluster_deletion
from talend_processing.probe.experiments.clusters import listing as cluster_listing
from talend_processing.probe.experiments.clusters import locations, membership
from talend_processing.probe.experiments.engines import deletion as engine_deletion
from talend_processing.probe.experiments.engines import listing as engine_listing
from talend_processing.probe.experiments.engines import unpairing
from talend_processing.probe.experiments.executions import history, plan, task
from talend_processing.probe.experiments.lists import freshness, queries
from talend_processing.probe.experiments.names import case, duplicates, spelling
from talend_processing.probe.experiments.pipeline import profiles as pipeline_profiles
from talend_processing.probe.experiments.profiles import arguments, generic, runtime_id, types, updates
from talend_processing.probe.experiments.profiles import deletion as profile_deletion
from talend_processing.probe.experiments.responses import cloud_jvm, errors, headers, tokens, unknown_fields

_TOKENS: Final = Rule(
    "engine_tokens_status",
    "With which status does the API refuse to create an engine if the account has no engine token left?",
    "400",
    {"*": "No effect: whatever the status, the error of the provider says what to do."},
)


def _raise_not_observed(_lab: object) -> None:
    """Always raise. The runner reports the error for `engine_tokens_status` if no experiment observed it."""
    raise NotObservedError("no create of an engine failed for lack of an engine token")


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
    locations.EXPERIMENT,
    cluster_deletion.EXPERIMENT,
    engine_deletion.EXPERIMENT,
    unpairing.EXPERIMENT,
    pipeline_profiles.EXPERIMENT,
    task.EXPERIMENT,
    plan.EXPERIMENT,
    Experiment(
        rules=(_TOKENS,),
        summary="records the status of a create of an engine if no engine token is left",
        run=_raise_not_observed,
    ),
    headers.EXPERIMENT,
)
"""The order matters: later experiments use objects and findings of earlier ones."""

RULES: Final[dict[str, Rule]] = {rule.name: rule for one in EXPERIMENTS for rule in one.rules}
"""The rules of all experiments, by name."""

_PAIRING: Final = "an experiment would need a paired engine"
_LONG_TASK: Final = "an experiment would need a task that runs for a while on a paired engine"
_MANY_EXECUTIONS: Final = "an experiment would need as many executions at a time as the account allows"

NOT_COVERED: Final[dict[str, str]] = {
    "engine_tokens": "the API does not show how many engine tokens are left, and the probe does not use all",
    "dispatch_seconds": _LONG_TASK,
    "execution_seconds": "the duration is a property of each task, not of the API",
    "engine_unavailable": "an experiment would need a task whose engine is not available",
    "engine_executions": _LONG_TASK,
    "engine_version": _PAIRING,
    "debug_host": _PAIRING,
    "engine_busy": _LONG_TASK,
    "account_executions": _MANY_EXECUTIONS,
    "account_full": _MANY_EXECUTIONS,
    "task_running_again": _LONG_TASK,
    "plan_rerun_days": "an experiment would need a plan that failed a month ago",
    "history_kept_days": "an experiment would need the id of an execution that is two months old",
    "promotion_conflict": "the probe starts no promotion",
    "promotion_under_way": "the probe starts no promotion",
    "profile_new_members": "the names of undocumented fields are unknown",
}
"""The simulator's switches that no experiment covers, with the reason."""
