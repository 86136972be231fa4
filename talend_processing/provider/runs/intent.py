"""The lifecycle of `TaskRunIntent`, `PlanRunIntent` and `PromotionRunIntent`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from talend_processing.provider.kinds.diff import diff
from talend_processing.provider.kinds.spec import ResourceSpec, Role
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.lifecycle import StateOnlyLifecycle
from talend_processing.provider.lifecycle.state import outputs
from talend_processing.provider.session.session import Session


class Intent(StateOnlyLifecycle):
    """Record in state that a run is to be started, before an `Execution` starts it."""

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Record the arguments, the time and the id of this process."""
        outs = _state(session, self.spec, inputs, generation=0)
        return str(outs["token"]), outs

    def update(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Store the arguments. Unless only options such as `wait` changed, record an intent for a new run.

        `generation` counts these intents.
        """
        del object_id
        option_names = {prop.wire for prop in self.spec.arguments if prop.role is Role.OPTION}
        if not set(diff(self.spec, olds, inputs).changed) - option_names:
            return outputs(
                self.spec, {**_kept_arguments(self.spec, olds), **inputs}, olds, api_url=session.api_url
            )
        generation = olds.get("generation")
        return _state(
            session, self.spec, inputs, generation=(generation if isinstance(generation, int) else 0) + 1
        )


def _kept_arguments(spec: ResourceSpec, olds: Mapping[str, Value]) -> Outputs:
    """Return the arguments that state keeps if the program no longer gives them (`Property.lapses`)."""
    return {prop.wire: olds[prop.wire] for prop in spec.arguments if prop.lapses and prop.wire in olds}


def _state(session: Session, spec: ResourceSpec, inputs: Inputs, *, generation: int) -> Outputs:
    values = {
        **inputs,
        "token": uuid.uuid4().hex,
        "intendedAt": session.utc_now().isoformat(),
        "intendedBy": session.process,
        "generation": generation,
    }
    return outputs(spec, inputs, values, api_url=session.api_url)
