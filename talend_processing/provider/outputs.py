"""What state keeps of an object: declared values where only a replacement helps, else observed ones."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.provider.diff import API_URL, DECLARED, declared
from talend_processing.provider.spec import Property, ResourceSpec, Role
from talend_processing.provider.values import Inputs, Outputs, Value, is_empty


def outputs(
    spec: ResourceSpec,
    inputs: Inputs,
    answer: Mapping[str, Value],
    *,
    api_url: str,
    olds: Mapping[str, Value] | None = None,
) -> Outputs:
    """The state of an object after a call, from its arguments, the API's answer and the state before."""
    olds = olds or {}
    names = sorted(prop.wire for prop in spec.arguments if not is_empty(inputs.get(prop.wire)))
    outs: Outputs = {DECLARED: names, API_URL: api_url}
    drift: dict[str, Value] = {}
    for prop in spec.properties:
        if prop.wire == "drift":
            continue
        observed = prop.observe(answer)
        given = inputs.get(prop.wire)
        if prop.is_argument and prop.declared_in_state and not is_empty(given):
            outs[prop.wire] = given
            if _drifted(prop, given, observed):
                drift[prop.name] = str(observed)
        elif prop.role is Role.OPTION or (prop.is_argument and prop.secret):
            continue  # not part of what the API shows
        elif prop.keep and observed is None:
            outs[prop.wire] = olds.get(prop.wire)
        else:
            outs[prop.wire] = observed
    outs["drift"] = drift
    return {wire: value for wire, value in outs.items() if value is not None}


def _drifted(prop: Property, given: Value, observed: Value) -> bool:
    # What the API does not show cannot be seen to differ.
    return prop.role is Role.BODY and prop.replace and observed is not None and not prop.fits(given, observed)


def inputs_of(spec: ResourceSpec, outs: Mapping[str, Value]) -> Outputs:
    """The arguments that would declare an object as it was read, so that a refresh shows drift."""
    names = declared(outs)
    return {
        prop.wire: outs[prop.wire]
        for prop in spec.arguments
        if prop.wire in names and outs.get(prop.wire) is not None
    }
