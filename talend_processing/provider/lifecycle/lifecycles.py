"""The lifecycles that a declaration can ask for by name (`Endpoint.life`)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from talend_processing.lazy import load
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.session.session import Session


@dataclass(frozen=True)
class Found:
    """An object as it was read: its outputs and the arguments that would declare it so."""

    outputs: Outputs
    inputs: Outputs


class Life(Protocol):
    """Create, read, update and delete of one kind, as plain data in and out.

    Each raises a `TalendError` that a user can act on.
    """

    def create(self, session: Session, spec: ResourceSpec, inputs: Inputs) -> tuple[str, Outputs]:
        """Bring the object into being, or adopt it; return its id and its state."""
        ...

    def read(
        self, session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]
    ) -> Found | None:
        """Look at the object; None only when it is certainly gone."""
        ...

    def update(
        self,
        session: Session,
        spec: ResourceSpec,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Make the object what the arguments say and return its state."""
        ...

    def delete(self, session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]) -> None:
        """Remove the object; one that is gone already counts as removed."""
        ...


_LIVES = {
    "collection": ("talend_processing.provider.lifecycle.collection", "Collection"),
    "attachment": ("talend_processing.provider.lifecycle.memberships", "Attachment"),
    "setting": ("talend_processing.provider.lifecycle.singletons", "Setting"),
    "intent": ("talend_processing.provider.runs.intent", "Intent"),
    "execution": ("talend_processing.provider.runs.execution", "Execution"),
    "completion": ("talend_processing.provider.runs.completion", "Completion"),
    "pairing": ("talend_processing.provider.runs.pairing", "Pairing"),
    "termination": ("talend_processing.provider.runs.termination", "Termination"),
}


def life_of(spec: ResourceSpec) -> Life:
    """The lifecycle that serves a declaration, imported when it is first needed: they need the client."""
    return _life(spec.endpoint.life)


@functools.cache
def _life(name: str) -> Life:
    life: Life = load(*_LIVES[name])()
    return life
