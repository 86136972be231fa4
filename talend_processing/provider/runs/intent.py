"""The intent to start a run. It is in state before the API is called."""

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
    """Record the intent to start a run, without a call."""

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Record what to start, the time of the intent, and which process recorded it."""
        outs = _state(session, self.spec, inputs, generation=0)
        return str(outs["token"]), outs

    def update(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Record a new intent, which causes a new run, unless only options such as `wait` changed."""
        del object_id
        waiting = {prop.wire for prop in self.spec.arguments if prop.role is Role.OPTION}
        if not set(diff(self.spec, olds, inputs).changed) - waiting:
            return outputs(
                self.spec, {**_arguments(self.spec, olds), **inputs}, olds, api_url=session.api_url
            )
        generation = olds.get("generation")
        return _state(
            session, self.spec, inputs, generation=(generation if isinstance(generation, int) else 0) + 1
        )


def _arguments(spec: ResourceSpec, olds: Mapping[str, Value]) -> Outputs:
    """Return arguments that state keeps after the program omits them. Giving them again is not a change."""
    return {prop.wire: olds[prop.wire] for prop in spec.arguments if prop.lapses and prop.wire in olds}


def _state(session: Session, spec: ResourceSpec, inputs: Inputs, *, generation: int) -> Outputs:
    recorded = {
        **inputs,
        "token": uuid.uuid4().hex,
        "intendedAt": session.utc_now().isoformat(),
        "intendedBy": session.process,
        "generation": generation,
    }
    return outputs(spec, inputs, recorded, api_url=session.api_url)
