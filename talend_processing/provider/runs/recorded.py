"""The base class of the parts of a run that exist only in state, independent of the API."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.provider.kinds.values import Value
from talend_processing.provider.lifecycle.lifecycle import Found, Lifecycle
from talend_processing.provider.lifecycle.state import inputs_of
from talend_processing.provider.session.session import Session


class Recorded(Lifecycle):
    """A part of a run that is read from state and deleted without a call."""

    def read(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> Found | None:
        """Return the state unchanged."""
        del session, object_id
        return Found(dict(olds), inputs_of(self.spec, olds))

    def delete(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> None:
        """Make no call: a started execution continues, and a terminated one stays terminated."""
