"""The life of an object in a collection: engines, clusters and run profiles."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.provider import creation, deletion, environment, reading, updating
from talend_processing.provider.lives import Found
from talend_processing.provider.session import Session
from talend_processing.provider.spec import ResourceSpec
from talend_processing.provider.values import Inputs, Outputs, Value


class Collection:
    """POST to create, a shared list or a GET to read, GET and PUT to update, DELETE to delete."""

    def create(self, session: Session, spec: ResourceSpec, inputs: Inputs) -> tuple[str, Outputs]:
        """See `Life.create`."""
        object_id, outs = creation.create(session, spec, inputs)
        return object_id, environment.of_parent(session, spec, outs, {})

    def read(
        self, session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]
    ) -> Found | None:
        """See `Life.read`."""
        return reading.read(session, spec, object_id, olds)

    def update(
        self,
        session: Session,
        spec: ResourceSpec,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """See `Life.update`."""
        outs = updating.update(session, spec, object_id, olds, inputs)
        return environment.of_parent(session, spec, outs, olds)

    def delete(self, session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]) -> None:
        """See `Life.delete`."""
        deletion.delete(session, spec, object_id, olds)
