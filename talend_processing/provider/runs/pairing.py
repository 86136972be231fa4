"""The lifecycle of `EnginePairing`."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.lifecycle import Lifecycle, ReadResult
from talend_processing.provider.lifecycle.state import inputs_of, outputs
from talend_processing.provider.runs.wait_slots import pause
from talend_processing.provider.session.session import Session

_COLLECTIONS = {"remote": "remote_engines", "pipeline": "pipeline_engines"}
"""The client's collection for each value of the argument `kind`."""


class Pairing(Lifecycle):
    """Wait until an engine has paired itself and is available. All waits share one list of engines."""

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Wait for the engine."""
        return str(inputs["engineId"]), _wait(session, self.spec, inputs)

    def read(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> ReadResult | None:
        """Return the engine as the list shows it, or the old state if the list lacks it.

        The resource that declares the engine reports a deletion.
        """
        key = (_COLLECTIONS[str(olds["kind"])], ())
        seen = session.lists.objects(key).get(object_id)
        inputs = inputs_of(self.spec, olds)
        outs = outputs(self.spec, inputs, seen, api_url=session.api_url) if seen else dict(olds)
        return ReadResult(outs, inputs)

    def update(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Store the new `wait_timeout` and `poll_interval`. A finished wait is not repeated."""
        del object_id
        return outputs(self.spec, inputs, olds, api_url=session.api_url)

    def delete(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> None:
        """Make no call. The engine stays paired."""


def _wait(session: Session, spec: ResourceSpec, inputs: Inputs) -> Outputs:
    engine = str(inputs["engineId"])
    key = (_COLLECTIONS[str(inputs["kind"])], ())
    interval, timeout = float(str(inputs["pollInterval"])), float(str(inputs["waitTimeout"]))
    began = session.now()
    while True:
        seen = session.lists.objects(key, max_age=interval).get(engine)
        if seen is None:
            raise LifecycleError(f"Waiting for engine {engine}: there is no such {inputs['kind']} engine")
        if seen.get("status") == "PAIRED" and seen.get("availability") == "AVAILABLE":
            return outputs(spec, inputs, seen, api_url=session.api_url)
        waited = session.now() - began
        state = f"{seen.get('status')}, {seen.get('availability')}"
        if waited >= timeout:
            raise LifecycleError(
                f"Engine '{seen.get('name')}' ({engine}) was not paired and available after {timeout:.0f} s"
                f" (last seen: {state}). Start it with its pre-authorized key, then run `pulumi up` again"
            )
        session.progress(f"{state}, {waited:.0f} s")
        pause(session, min(interval, timeout - waited))
