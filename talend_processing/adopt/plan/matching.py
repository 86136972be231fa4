"""Match each resource that `pulumi up` would create with an object of the account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from talend_processing.adopt.live_object import JsonProperties
from talend_processing.adopt.plan.account_check import require_account_of_state
from talend_processing.adopt.plan.differences import changes, needing_replacement
from talend_processing.adopt.plan.import_markers import marked_like, marked_outputs
from talend_processing.adopt.plan.model import ADOPTED, REFUSED, Decision, Plan
from talend_processing.adopt.plan.preview import Planned, Preview
from talend_processing.adopt.plan.references import Resolved, resolve
from talend_processing.client.errors import NotFoundError, PermissionDeniedError
from talend_processing.provider.errors import UnavailableError
from talend_processing.provider.kinds import registry
from talend_processing.provider.kinds.diff import declared
from talend_processing.provider.kinds.spec import DECLARED, Property, ResourceSpec
from talend_processing.provider.kinds.values import Outputs
from talend_processing.provider.lifecycle.existing_objects import age_of
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.lifecycle.objects import object_lifecycle
from talend_processing.provider.lifecycle.state import outputs
from talend_processing.provider.session.parallel import map_parallel
from talend_processing.provider.session.session import Session
from talend_processing.stack.step import display_text

_ENGINE_LIST: Final = ("remote_engines", ())


def make_plan(
    session: Session, preview: Preview, also_managed: Collection[str] = (), parallel: int = 16
) -> Plan:
    """Decide for each resource whether to adopt an object. Write neither to the account nor to the state.

    Args:
        session: The session with the account.
        preview: The preview of the program.
        also_managed: Ids of objects that other stacks manage. They are not adopted.
        parallel: The maximum number of concurrent calls.

    Raises:
        TalendError: The account cannot be read, or has none of the engines and clusters in the stack's state.

    """
    return _Matcher(session, preview, frozenset(also_managed), parallel).plan()


class _Matcher:
    def __init__(
        self, session: Session, preview: Preview, also_managed: frozenset[str], parallel: int
    ) -> None:
        self.session = session
        self.preview = preview
        self.also_managed = also_managed
        self.parallel = parallel
        self.kinds = {urn: kind for urn, (kind, _) in preview.managed.items()}
        self.kinds |= {urn: one.kind for urn, one in preview.creates.items() if one.kind}
        self.owners = {managed: urn for urn, managed in preview.managed.items()}
        self.decisions: dict[str, Decision] = {}

    def plan(self) -> Plan:
        # EnginePairing and the resources of a run, such as TaskRunExecution, have no object to adopt.
        planned = [
            one
            for one in self.preview.creates.values()
            if one.kind and not registry.find(one.kind).endpoint.run
        ]
        if planned:
            require_account_of_state(self.session, self.preview)
        for level in self._levels(planned):
            for decision in map_parallel(self._decide, level, self.parallel):
                self.decisions[decision.planned.urn] = decision
            self._refuse_shared_objects()
        decisions = tuple(self._refuse_without_parent(self.decisions[one.urn]) for one in planned)
        return Plan(
            self.preview.project,
            self.preview.stack,
            self.session.api_url,
            tuple(sorted(decisions, key=lambda one: one.planned.urn)),
            len(self.owners),
        )

    def _levels(self, planned: Sequence[Planned]) -> Iterator[list[Planned]]:
        """Yield the resources in groups. A resource refers only to resources of earlier groups."""
        waiting = {one.urn: one for one in planned}
        while waiting:
            level = [one for one in waiting.values() if not _referenced(one) & waiting.keys() - {one.urn}]
            # Pulumi allows no cycles, but the file that the preview saves could contain one.
            level = level or list(waiting.values())
            for planned_resource in level:
                del waiting[planned_resource.urn]
            yield level

    def _id_of(self, urn: str) -> str | None:
        decision = self.decisions.get(urn)
        if decision is not None:
            return decision.object_id if decision.status in ADOPTED else None
        _, object_id = self.preview.managed.get(urn, (None, None))
        return object_id

    def _decide(self, planned: Planned) -> Decision:
        try:
            return self._decision(planned)
        except (PermissionDeniedError, UnavailableError) as error:  # objects of other classes may be readable
            return Decision(planned, "impossible", reason=str(error))

    def _decision(self, planned: Planned) -> Decision:
        spec = registry.find(planned.kind)
        resolved = resolve(spec, planned, self._id_of, self.kinds)
        if (decision := self._decide_without_search(spec, planned, resolved)) is not None:
            return decision
        inputs = resolved.inputs
        try:
            candidates = self._candidates(spec, inputs)
        except NotFoundError:
            candidates = {}
        if len(candidates) > 1:
            choices = ", ".join(
                f"{object_id} ({age_of(list_entry)})" for object_id, list_entry in sorted(candidates.items())
            )
            reason = f"{choices}: set adopt_id to the id of the object to adopt"
            return Decision(planned, "ambiguous", reason=reason)
        for object_id, list_entry in candidates.items():
            return self._adoption(spec, planned, resolved, object_id, list_entry)
        return self._absent(spec, planned, inputs)

    def _decide_without_search(
        self, spec: ResourceSpec, planned: Planned, resolved: Resolved
    ) -> Decision | None:
        """Decide about a resource without reading the account. Return None if the account must be read."""
        adopt_id = resolved.inputs.get("adoptId")
        key = () if adopt_id else spec.endpoint.key
        search_arguments = {*spec.endpoint.parents, *key, *lifecycle_of(spec).listed_by}
        for urn in [urn for prop in resolved.without_object for urn in planned.references[prop.wire]]:
            if (referenced := self.decisions.get(urn)) is not None and referenced.status in REFUSED:
                reason = f"it needs {name_of(urn)}, which is not adopted"
                return Decision(planned, "impossible", reason=reason)
        new_urns = [
            urn
            for prop in resolved.without_object
            if prop.wire in search_arguments
            for urn in planned.references[prop.wire]
            if urn in self.kinds and self._id_of(urn) is None
        ]
        if new_urns:
            reason = f"it refers to {name_of(new_urns[0])}, which will be created"
            return Decision(planned, "create", reason=reason)
        if resolved.inputs.get("onExisting") == "create" and not adopt_id:
            return Decision(planned, "create", reason='on_existing="create" asks for a new object')
        unknown = [prop.name for prop in resolved.unresolved if prop.wire in search_arguments]
        # These values stay unknown after the import, so `up` would replace the object.
        unknown += [prop.name for prop in self._known_after_up(planned, resolved) if prop.replace]
        if not unknown:
            return None
        advice = "declare a literal value" if adopt_id else "set adopt_id, or declare a literal value"
        reason = f"{', '.join(dict.fromkeys(unknown))} cannot be known before `pulumi up`: {advice}"
        return Decision(planned, "impossible", reason=reason)

    def _known_after_up(self, planned: Planned, resolved: Resolved) -> list[Property]:
        """Return the unknown arguments that refer to a resource that has no object yet."""
        return [
            prop
            for prop in resolved.unknown
            if any(self._id_of(urn) is None for urn in planned.references.get(prop.wire, ()))
        ]

    def _candidates(self, spec: ResourceSpec, inputs: Outputs) -> dict[str, JsonProperties]:
        """By id, return the list entry of each object that matches the resource."""
        if spec.endpoint.form == "singleton":
            return {spec.endpoint.singleton_id: {}}
        if spec.endpoint.form == "membership":
            cluster, engine = str(inputs["clusterId"]), str(inputs["engineId"])
            list_entry = self.session.lists.object(_ENGINE_LIST, engine) or {}
            return {f"{cluster}/{engine}": list_entry} if list_entry.get("clusterId") == cluster else {}
        lifecycle = object_lifecycle(spec)
        if adopt_id := inputs.get("adoptId"):
            list_entry = self.session.lists.object(lifecycle.list_key(inputs), str(adopt_id)) or {}
            return {str(adopt_id): list_entry}
        return {**lifecycle.objects_with_key(self.session, inputs)}

    def _absent(self, spec: ResourceSpec, planned: Planned, inputs: Outputs) -> Decision:
        """Decide about a resource without a matching object."""
        if spec.endpoint.form == "membership":
            engine = self.session.lists.object(_ENGINE_LIST, str(inputs["engineId"])) or {}
            if other_cluster := engine.get("clusterId"):
                reason = f"its engine is in cluster {other_cluster}, and an engine is in one cluster at most"
                return Decision(planned, "impossible", reason=reason)
        return Decision(planned, "create", reason="the account has no such object")

    def _adoption(
        self,
        spec: ResourceSpec,
        planned: Planned,
        resolved: Resolved,
        object_id: str,
        list_entry: JsonProperties,
    ) -> Decision:
        """Decide about a resource that matches one object."""
        if (owner := self.owners.get((spec.kind, object_id))) is not None:
            reason = f"{name_of(owner)} of this stack manages {object_id} already"
            return Decision(planned, "impossible", object_id, reason)
        if object_id in self.also_managed:
            return Decision(planned, "impossible", object_id, f"another stack manages {object_id}")
        inputs = resolved.inputs
        state = {**outputs(spec, inputs, {}, api_url=self.session.api_url), **inputs}
        state[DECLARED] = sorted({*declared(state), *(prop.wire for prop in resolved.unknown)})
        read = lifecycle_of(spec).read(self.session, object_id, state)
        if read is None:
            if inputs.get("adoptId"):
                reason = f"there is no {spec.endpoint.noun} {object_id}: change adopt_id"
                return Decision(planned, "impossible", object_id, reason)
            return self._absent(spec, planned, inputs)
        for prop in resolved.unknown:  # keep the current value until the next `up`
            if (value := read.outputs.get(prop.wire)) is not None:
                inputs[prop.wire] = value
        if differing := needing_replacement(spec, inputs, list_entry):
            differences = "; ".join(
                f"{argument} is {account_value}, not {program_value}"
                for argument, (account_value, program_value) in differing.items()
            )
            reason = f"{differences}, and only a replacement could change that: declare the current value"
            return Decision(planned, "impossible", object_id, reason)
        known_after_up = self._known_after_up(planned, resolved)
        next_changes = tuple(changes(spec, inputs, read.outputs, planned.inputs, known_after_up))
        provider = {"__provider": planned.inputs["__provider"]}
        marked_inputs = {key: marked_like(value, planned.inputs.get(key)) for key, value in inputs.items()}
        return Decision(
            planned,
            status="changed" if next_changes else "identical",
            object_id=object_id,
            changes=next_changes,
            inputs={**provider, **marked_inputs},
            outputs={**provider, **marked_outputs(spec.properties, read.outputs, planned.inputs)},
        )

    def _refuse_shared_objects(self) -> None:
        """Refuse an adoption if several resources would adopt the same object."""
        adopters: dict[tuple[str, str], list[str]] = defaultdict(list)
        for urn, decision in self.decisions.items():
            if decision.status in ADOPTED:
                adopters[decision.planned.kind, decision.object_id].append(urn)
        for (_, object_id), urns in adopters.items():
            if len(urns) > 1:
                for urn in urns:
                    others = ", ".join(name_of(other) for other in urns if other != urn)
                    reason = f"{others} would adopt {object_id} too: keep only one of these resources"
                    self.decisions[urn] = replace(self.decisions[urn], status="impossible", reason=reason)

    def _refuse_without_parent(self, decision: Decision) -> Decision:
        """Return the decision, but refuse an adoption if the resource's parent will not be in the state."""
        parent = self.preview.creates.get(decision.planned.parent)
        if decision.status not in ADOPTED or parent is None or parent.component:
            return decision
        parent_decision = self.decisions.get(parent.urn)
        if parent_decision is not None and parent_decision.status in ADOPTED:
            return decision
        reason = f"its parent {name_of(parent.urn)} is not in the state yet: run `pulumi up` first"
        return replace(decision, status="impossible", reason=reason)


def _referenced(planned: Planned) -> set[str]:
    return {urn for urns in planned.references.values() for urn in urns}


def name_of(urn: str) -> str:
    """Return the class and the Pulumi name of a resource, such as `RemoteEngine etl-1`."""
    parts = urn.split("::")
    kind = parts[2].rpartition("$")[2].rpartition(":")[2] if len(parts) > 2 else ""  # noqa: PLR2004 - URN parts
    return display_text(f"{kind} {urn.rpartition('::')[2]}")
