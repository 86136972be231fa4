"""Which of an engine's ids must `runtimeId` of a run profile contain?

Calls: a POST of a run profile with the engine's `id`, one with its `runtimeId`, and their DELETEs.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import PROFILE_MANAGEMENT, Experiment, NotObservedError, Rule
from talend_processing.probe.lab import Lab

_RUNTIME_ID: Final = Rule(
    "runtime_id_is",
    "Which id of the parent must `runtimeId` of a run profile contain: `id` or `runtimeId`?",
    "id",
    {
        "uuid": "No effect: if the API refuses the parent's `id` with 400, the provider reads and sends the"
        " parent's `runtimeId`.",
        "id": "No effect.",
        "either": "No effect.",
    },
)


def run(lab: Lab) -> None:
    """Create a run profile with the engine's `id`, and one with its `runtimeId`."""
    uuid = lab.engine.record.get("runtimeId")
    if not isinstance(uuid, str) or uuid == lab.engine.id:
        raise NotObservedError("the engine has no `runtimeId` that differs from its `id`")
    accepted_values = []
    for value, runtime_id in (("id", lab.engine.id), ("uuid", uuid)):
        profile, reply = lab.try_create_profile(lab.engine, f"by-{value}", runtime_id=runtime_id)
        if lab.accepted(reply, refusals={400, 404, 409, 422}):
            accepted_values.append(value)
        if profile is not None:
            lab.sandbox.discard(profile)
    if not accepted_values:
        raise NotObservedError("the API refused both ids")
    lab.observe(_RUNTIME_ID.name, "either" if len(accepted_values) > 1 else accepted_values[0])


EXPERIMENT: Final = Experiment(
    rules=(_RUNTIME_ID,),
    summary="creates two run profiles of the probe's engine, with the engine's `id` and its `runtimeId`",
    run=run,
    calls=4,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
