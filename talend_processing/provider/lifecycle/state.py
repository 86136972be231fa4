"""The state of an object: declared values if only a replacement changes them, else observed values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from talend_processing.provider.kinds.diff import declared
from talend_processing.provider.kinds.spec import API_URL, DECLARED, Property, ResourceSpec, Role
from talend_processing.provider.kinds.values import Inputs, Outputs, Value


def outputs(
    spec: ResourceSpec,
    inputs: Inputs,
    answer: Mapping[str, Value],
    *,
    api_url: str,
    olds: Mapping[str, Value] | None = None,
) -> Outputs:
    """Return the state of an object after a call, from its arguments, the response and the previous state."""
    olds = olds or {}
    names = _names(spec, inputs)
    outs: Outputs = {DECLARED: sorted(names), API_URL: api_url}
    drift: dict[str, Value] = {}
    for prop in spec.properties:
        if prop.wire == "drift":
            continue
        given = inputs.get(prop.wire)
        observed = prop.observe(answer, given)
        if prop.wire in names and prop.declared_in_state:
            outs[prop.wire] = given
            if _drifted(prop, given, observed):
                drift[prop.name] = str(observed)
        elif prop.role is Role.OPTION or (prop.secret and prop.is_argument):
            continue  # the API does not show it
        elif prop.keep and observed is None:
            outs[prop.wire] = olds.get(prop.wire)
        elif prop.shape.kind == "block":
            outs[prop.wire] = prop.shape.with_secrets(observed, given)
        else:
            outs[prop.wire] = observed
    if not spec.endpoint.run:
        outs["drift"] = drift
    return {wire: value for wire, value in outs.items() if value is not None}


def redeclared(spec: ResourceSpec, inputs: Inputs, olds: Mapping[str, Value]) -> Outputs:
    """Return the state of an object whose declaration changed without a call, as by a change of options."""
    names = _names(spec, inputs)
    outs: Outputs = {**olds, DECLARED: sorted(names)}
    for prop in spec.arguments:
        if prop.wire in names and prop.declared_in_state:
            outs[prop.wire] = inputs[prop.wire]
        elif prop.role is Role.OPTION:
            outs.pop(prop.wire, None)
    return outs


def _names(spec: ResourceSpec, inputs: Inputs) -> set[str]:
    return {prop.wire for prop in spec.arguments if prop.wire in inputs and prop.is_given(inputs[prop.wire])}


def _drifted(prop: Property, given: Value, observed: Value) -> bool:
    # A value that the API does not show cannot be compared.
    return prop.role is Role.BODY and prop.replace and observed is not None and not prop.fits(given, observed)


def inputs_of(spec: ResourceSpec, outs: Mapping[str, Value]) -> Outputs:
    """Return the arguments that would declare an object as it was read, so that a refresh shows drift."""
    names = declared(outs)
    return {
        prop.wire: outs[prop.wire]
        for prop in spec.arguments
        if prop.wire in names and outs.get(prop.wire) is not None
    }


def age_of(answer: Mapping[str, Value], now: datetime | None = None) -> str:
    """Return the age of an object in words, if the API shows it."""
    created = answer.get("createDate") or answer.get("creationDate")
    if not isinstance(created, str):
        return "of unknown age"
    try:
        since = (now or datetime.now(UTC)) - datetime.fromisoformat(created)
    except ValueError:
        return f"created {created}"
    hours = since.total_seconds() / 3600
    if hours < 1:
        return f"created {max(0, int(hours * 60))} min ago"
    return f"created {int(hours)} h ago" if hours < 48 else f"created {int(hours // 24)} days ago"  # noqa: PLR2004 - two days
