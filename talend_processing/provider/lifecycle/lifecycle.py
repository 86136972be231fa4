"""The interface of a lifecycle, and the choice of the lifecycle of a kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from talend_processing.lazy import load
from talend_processing.provider.kinds.spec import DECLARED, Form, ResourceSpec
from talend_processing.provider.kinds.values import UNKNOWN, Inputs, Outputs, Value
from talend_processing.provider.lifecycle.state import inputs_of
from talend_processing.provider.session.session import Session


@dataclass(frozen=True)
class Found:
    """The result of a read: the object's outputs, and the arguments that would declare it."""

    outputs: Outputs
    inputs: Outputs


class Lifecycle(ABC):
    """Create, read, update and delete the objects of one kind, with plain data in and out.

    Each method raises a `TalendError` if it fails.
    """

    listed_by: ClassVar[tuple[str, ...]] = ()
    """Arguments (wire names), besides the parents, that decide which list shows the object."""

    def __init__(self, spec: ResourceSpec) -> None:
        self.spec = spec

    @abstractmethod
    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Create the object or adopt it. Return its id and its state."""

    @abstractmethod
    def read(self, session: Session, object_id: str, olds: Mapping[str, Value], /) -> Found | None:
        """Read the object. Return None only if it is certainly gone."""

    @abstractmethod
    def update(
        self, session: Session, object_id: str, olds: Mapping[str, Value], /, inputs: Inputs
    ) -> Outputs:
        """Change the object to match the arguments. Return its state."""

    @abstractmethod
    def delete(self, session: Session, object_id: str, olds: Mapping[str, Value], /) -> None:
        """Delete the object. A missing object counts as deleted."""

    def state_before_first_read(self, object_id: str, arguments: Mapping[str, Value]) -> Outputs | None:
        """Return the state for the read of a program's `.get()`: its arguments, including parents' ids.

        Return None if a parent's id is not known yet. In a preview Pulumi omits such an argument.
        """
        del object_id
        parents = self.spec.endpoint.parents
        if any(parent not in arguments or arguments[parent] is UNKNOWN for parent in parents):
            return None
        return {**arguments, DECLARED: sorted(parents)}


class Recorded(Lifecycle):
    """A resource that is only a record in state, such as the intent to start a run.

    It is read from state and deleted without a call.
    """

    def read(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> Found | None:
        """Return the state unchanged."""
        del session, object_id
        return Found(dict(olds), inputs_of(self.spec, olds))

    def delete(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> None:
        """Make no call: a started execution continues, and a terminated one stays terminated."""


_OF_FORM: Final[Mapping[Form, str]] = {
    "object": "lifecycle.objects.ObjectLifecycle",
    "membership": "lifecycle.memberships.MembershipLifecycle",
    "singleton": "lifecycle.singletons.CloudJvmLifecycle",
    "intent": "runs.intent.Intent",
    "execution": "runs.execution.Execution",
    "completion": "runs.completion.Completion",
    "pairing": "runs.pairing.Pairing",
    "termination": "runs.termination.Termination",
}


def lifecycle_of(spec: ResourceSpec) -> Lifecycle:
    """Return the lifecycle of a kind. Its module imports the client, so it is imported only now."""
    endpoint = spec.endpoint
    path = f"lifecycle.{endpoint.lifecycle}" if endpoint.lifecycle else _OF_FORM[endpoint.form]
    module, _, name = path.rpartition(".")
    lifecycle: type[Lifecycle] = load(f"talend_processing.provider.{module}", name)
    return lifecycle(spec)
