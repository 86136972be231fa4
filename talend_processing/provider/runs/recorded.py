"""What only state knows of a run: it happened, and stays so whatever the API shows later."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.provider.lives import Found
from talend_processing.provider.outputs import inputs_of
from talend_processing.provider.session import Session
from talend_processing.provider.spec import ResourceSpec
from talend_processing.provider.values import Value


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
