"""What only state knows of a run: it happened, and stays so whatever the API shows later."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.provider.declare.spec import ResourceSpec
from talend_processing.provider.declare.values import Value
from talend_processing.provider.lifecycle.lifecycles import Found
from talend_processing.provider.lifecycle.state import inputs_of
from talend_processing.provider.session.session import Session


class Recorded:
    """A part of a run that there is nothing to look at."""

    def read(
        self, session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]
    ) -> Found | None:
        """What state holds."""
        del session, object_id
        return Found(dict(olds), inputs_of(spec, olds))

    def delete(self, session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]) -> None:
        """Nothing: what was started goes on, and what was ended stays so."""
