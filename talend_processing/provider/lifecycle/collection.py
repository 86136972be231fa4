"""The life of an object in a collection: engines, clusters and run profiles."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle import create, delete, environment, read, update
from talend_processing.provider.lifecycle.lifecycles import Found
from talend_processing.provider.session.session import Session


class Collection:
    """POST to create, a shared list or a GET to read, GET and PUT to update, DELETE to delete."""

    def create(self, session: Session, spec: ResourceSpec, inputs: Inputs) -> tuple[str, Outputs]:
        """See `Life.create`."""
        object_id, outs = create.create(session, spec, inputs)
        return object_id, environment.of_parent(session, spec, outs, {})

    def read(
        self, session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]
    ) -> Found | None:
        """See `Life.read`."""
        return read.read(session, spec, object_id, olds)

    def update(
        self,
        session: Session,
        spec: ResourceSpec,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """See `Life.update`."""
        outs = update.update(session, spec, object_id, olds, inputs)
        return environment.of_parent(session, spec, outs, olds)

    def delete(self, session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]) -> None:
        """See `Life.delete`."""
        delete.delete(session, spec, object_id, olds)
