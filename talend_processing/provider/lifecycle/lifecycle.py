"""The base class of lifecycles, each of which manages the resources of one kind."""

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
class ReadResult:
    """The result of a read: the object's outputs, and the arguments that would declare it."""

    outputs: Outputs
    inputs: Outputs


class Lifecycle(ABC):
    """Create, read, update and delete the objects of one kind.

    Each method raises a `TalendError` if it fails.
    """

    listed_by: ClassVar[tuple[str, ...]] = ()
    """Arguments (wire names) that, together with the parents, decide which list contains the object."""

    def __init__(self, spec: ResourceSpec) -> None:
        self.spec = spec

    @abstractmethod
    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Create the object or adopt it. Return its id and its new state."""

    @abstractmethod
    def read(self, session: Session, object_id: str, olds: Mapping[str, Value], /) -> ReadResult | None:
        """Read the object. Return None only if the object certainly no longer exists."""

    @abstractmethod
    def update(
        self, session: Session, object_id: str, olds: Mapping[str, Value], /, inputs: Inputs
    ) -> Outputs:
        """Change the object to match the arguments. Return its new state."""

    @abstractmethod
    def delete(self, session: Session, object_id: str, olds: Mapping[str, Value], /) -> None:
        """Delete the object. A missing object counts as deleted."""

    def state_before_first_read(self, object_id: str, arguments: Mapping[str, Value]) -> Outputs | None:
        """Return the state that the first read of a `.get()` needs: the arguments, with the parents' ids.

        Return None if a parent's id is not known yet. Pulumi may omit such an argument in a preview.
        """
        del object_id
        parents = self.spec.endpoint.parents
        if any(parent not in arguments or arguments[parent] is UNKNOWN for parent in parents):
            return None
        return {**arguments, DECLARED: sorted(parents)}


class StateOnlyLifecycle(Lifecycle):
    """The lifecycle of a resource that exists only in state, such as the intent to start a run.

    A read returns the state, and a delete makes no call.
    """

    def read(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> ReadResult | None:
        """Return the state unchanged."""
        del session, object_id
        return ReadResult(dict(olds), inputs_of(self.spec, olds))

    def delete(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> None:
        """Make no call. A started execution continues, and a terminated execution stays terminated."""


_LIFECYCLES: Final[Mapping[Form, str]] = {
    "object": "lifecycle.objects.ObjectLifecycle",
    "membership": "lifecycle.memberships.MembershipLifecycle",
    "singleton": "lifecycle.singletons.CloudJvmLifecycle",
    "intent": "runs.intent.Intent",
    "execution": "runs.start_once.Execution",
    "completion": "runs.completion.Completion",
    "pairing": "runs.pairing.Pairing",
    "termination": "runs.termination.Termination",
}
"""Maps each form to its lifecycle. `Endpoint.lifecycle` takes precedence."""


def lifecycle_of(spec: ResourceSpec) -> Lifecycle:
    """Return the lifecycle of a kind. Import its class only now, because that import loads the client."""
    endpoint = spec.endpoint
    path = f"lifecycle.{endpoint.lifecycle}" if endpoint.lifecycle else _LIFECYCLES[endpoint.form]
    module, _, class_name = path.rpartition(".")
    lifecycle_class: type[Lifecycle] = load(f"talend_processing.provider.{module}", class_name)
    return lifecycle_class(spec)
