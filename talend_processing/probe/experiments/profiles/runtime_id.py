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
        "uuid": "The provider sends the parent's `id` first. If the API answers 400, it reads and"
        " sends the parent's `runtimeId`.",
        "id": "None.",
        "either": "None.",
    },
)


def run(lab: Lab) -> None:
    """Create a run profile with each of the two ids."""
    uuid = lab.engine.record.get("runtimeId")
    if not isinstance(uuid, str) or uuid == lab.engine.id:
        raise NotObservedError("the engine has no `runtimeId` in addition to its `id`")
    accepted = []
    for what, runtime_id in (("id", lab.engine.id), ("uuid", uuid)):
        profile, reply = lab.profile(lab.engine, f"by-{what}", runtime_id=runtime_id)
        if lab.accepted(reply, refusals={400, 404, 409, 422}):
            accepted.append(what)
        if profile is not None:
            lab.box.discard(profile)
    if not accepted:
        raise NotObservedError("neither id was accepted")
    lab.observe(_RUNTIME_ID.name, "either" if len(accepted) > 1 else accepted[0])


EXPERIMENT: Final = Experiment(
    rules=(_RUNTIME_ID,),
    does="creates run profiles of its engine with each of the engine's ids",
    run=run,
    calls=4,
    permission=PROFILE_MANAGEMENT,
    engines=("engine",),
)
