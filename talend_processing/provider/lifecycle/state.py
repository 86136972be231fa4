"""Build the state of an object from its arguments and a response of the API.

State holds the declared values of secrets, of options and of arguments that only a replacement can change.
All other values come from the response. The state of an object inside another object, such as a run profile,
also has the ids of the environment and the workspace of its parent. If the API later answers 404 for the
object, the object counts as deleted only if the credentials see that environment and that workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from talend_processing.client.errors import TalendError
from talend_processing.jvm.arguments import split
from talend_processing.provider.kinds.diff import declared
from talend_processing.provider.kinds.spec import API_URL, DECLARED, Property, ResourceSpec, Role
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.session.session import Session

HIDDEN_ENVIRONMENT: Final = "__environmentId"
"""The key in state for the id of the environment of the object's parent. Pulumi does not print it."""
HIDDEN_WORKSPACE: Final = "__workspaceId"
"""The key in state for the id of the workspace of the object's parent. Pulumi does not print it."""


def state_after(
    session: Session,
    spec: ResourceSpec,
    inputs: Inputs,
    api_object: Mapping[str, Value],
    olds: Mapping[str, Value] | None = None,
) -> Outputs:
    """Return the result of `outputs`, with the ids of the parent's environment and workspace."""
    outs = outputs(spec, inputs, api_object, api_url=session.api_url, olds=olds)
    return with_environment(session, spec, outs, olds or {}) if spec.endpoint.parent_collection else outs


def outputs(
    spec: ResourceSpec,
    inputs: Inputs,
    api_object: Mapping[str, Value],
    *,
    api_url: str,
    olds: Mapping[str, Value] | None = None,
) -> Outputs:
    """Return the state of an object that the API returned. `olds` has values that the response may omit."""
    olds = olds or {}
    declared_names = _declared_names(spec, inputs)
    outs: Outputs = {DECLARED: sorted(declared_names), API_URL: api_url}
    drift: dict[str, Value] = {}
    for prop in spec.properties:
        if prop.wire == "drift":
            continue
        declared_value = inputs.get(prop.wire)
        actual_value = observe(prop, api_object, declared_value)
        if prop.wire in declared_names and prop.declared_in_state:
            outs[prop.wire] = declared_value
            if _drifted(prop, declared_value, actual_value):
                drift[prop.name] = str(actual_value)
        elif prop.role is Role.OPTION or (prop.secret and prop.is_argument):
            continue  # no response contains options and secrets
        elif prop.keep and actual_value is None:
            outs[prop.wire] = olds.get(prop.wire)
        elif prop.shape.kind == "block":
            outs[prop.wire] = prop.shape.with_secrets(actual_value, declared_value)
        else:
            outs[prop.wire] = actual_value
    if not spec.endpoint.run:
        outs["drift"] = drift
    return {wire: value for wire, value in outs.items() if value is not None}


def observe(prop: Property, api_object: Mapping[str, Value], declared_value: Value = None) -> Value:
    """Return the value of a property of an object that the API returned.

    Some responses contain a list of JVM arguments as one text, such as `-Xms1g -Xmx2g`. If the declared list
    has the same arguments, return that list, otherwise split the text.
    """
    value: Value = api_object
    for key in (prop.observed or prop.wire).split("."):
        if not isinstance(value, (dict, Mapping)):  # a check for dict is faster, and most values are dicts
            return None
        value = value.get(key)
    if prop.shape.kind == "list" and isinstance(value, str):
        if isinstance(declared_value, list) and " ".join(map(str, declared_value)).split() == value.split():
            return declared_value
        return list(split(value))
    return value


def redeclared(spec: ResourceSpec, inputs: Inputs, olds: Mapping[str, Value]) -> Outputs:
    """Return the state after a change that needs no call of the API, for example the change of an option."""
    declared_names = _declared_names(spec, inputs)
    outs: Outputs = {**olds, DECLARED: sorted(declared_names)}
    for prop in spec.arguments:
        if prop.wire in declared_names and prop.declared_in_state:
            outs[prop.wire] = inputs[prop.wire]
        elif prop.role is Role.OPTION:
            outs.pop(prop.wire, None)
    return outs


def _declared_names(spec: ResourceSpec, inputs: Inputs) -> set[str]:
    return {prop.wire for prop in spec.arguments if prop.wire in inputs and prop.is_given(inputs[prop.wire])}


def _drifted(prop: Property, declared_value: Value, actual_value: Value) -> bool:
    # A value that the response lacks cannot be compared.
    return (
        prop.role is Role.BODY
        and prop.replace
        and actual_value is not None
        and not prop.fits(declared_value, actual_value)
    )


def inputs_of(spec: ResourceSpec, outs: Mapping[str, Value]) -> Outputs:
    """Return the declared arguments with their values in `outs`, so that a refresh shows drift."""
    declared_names = declared(outs)
    return {
        prop.wire: outs[prop.wire]
        for prop in spec.arguments
        if prop.wire in declared_names and outs.get(prop.wire) is not None
    }


def environment_of(runtime: Mapping[str, Value] | None) -> Outputs:
    """Return the environment and workspace of an engine or a cluster, as state stores them; {} if unknown."""
    workspace = (runtime or {}).get("workspace")
    environment = workspace.get("environment") if isinstance(workspace, Mapping) else None
    if not isinstance(workspace, Mapping) or not isinstance(environment, Mapping):
        return {}
    return {HIDDEN_ENVIRONMENT: environment.get("id"), HIDDEN_WORKSPACE: workspace.get("id")}


def with_environment(
    session: Session, spec: ResourceSpec, outs: Outputs, olds: Mapping[str, Value]
) -> Outputs:
    """Return the state with the ids of the environment and the workspace of the parent.

    The ids come from the parent's entry in a cached list, or else from the previous state. If neither has
    them, fetch the list of parents, unless the object itself has the id of its environment.
    """
    if not spec.endpoint.parent_collection:
        return outs
    parent_list, parent_id = (spec.endpoint.parent_collection, ()), str(outs[spec.endpoint.parents[0]])
    if environment := environment_of(session.lists.cached_object(parent_list, parent_id)):
        return {**outs, **environment}
    if olds.get(HIDDEN_ENVIRONMENT) is not None:
        return {
            **outs,
            **{name: olds[name] for name in (HIDDEN_ENVIRONMENT, HIDDEN_WORKSPACE) if name in olds},
        }
    if spec.endpoint.environment != HIDDEN_ENVIRONMENT:
        return outs  # the object has its environment's id; the workspace's id alone is not worth a call
    try:
        return {**outs, **environment_of(session.lists.object(parent_list, parent_id))}
    except TalendError:
        return outs  # an error here would lose the id of a new object; the next read tries again
