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
"""Maps each value of the argument `kind` to the client's collection."""


class Pairing(Lifecycle):
    """Wait until an engine has paired itself and is available. All waits share one list of engines."""

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Wait for the engine."""
        return str(inputs["engineId"]), _wait(session, self.spec, inputs)

    def read(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> ReadResult | None:
        """Return the engine as the list shows it, or the old state if the list lacks it.

        If the engine was deleted, the resource that declares it reports so.
        """
        list_key = (_COLLECTIONS[str(olds["kind"])], ())
        engine = session.lists.objects(list_key).get(object_id)
        inputs = inputs_of(self.spec, olds)
        outs = outputs(self.spec, inputs, engine, api_url=session.api_url) if engine else dict(olds)
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
    engine_id = str(inputs["engineId"])
    list_key = (_COLLECTIONS[str(inputs["kind"])], ())
    interval, timeout = float(str(inputs["pollInterval"])), float(str(inputs["waitTimeout"]))
    started_at = session.now()
    while True:
        engine = session.lists.objects(list_key, max_age=interval).get(engine_id)
        if engine is None:
            raise LifecycleError(
                f"Waiting for engine {engine_id}: the account has no {inputs['kind']} engine with this id"
            )
        if engine.get("status") == "PAIRED" and engine.get("availability") == "AVAILABLE":
            return outputs(spec, inputs, engine, api_url=session.api_url)
        waited = session.now() - started_at
        status = f"{engine.get('status')}, {engine.get('availability')}"
        if waited >= timeout:
            raise LifecycleError(
                f"Engine '{engine.get('name')}' ({engine_id}) was not both paired and available after"
                f" {timeout:.0f} s (last seen: {status}). Start it with its pre-authorized key,"
                " then run `pulumi up` again"
            )
        session.progress(f"{status}, {waited:.0f} s")
        pause(session, min(interval, timeout - waited))
