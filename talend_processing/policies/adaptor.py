"""Convert policies to Pulumi's form, and Pulumi's resources to this package's views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi_policy as pulumi
from pulumi_policy import proxy
from pulumi_policy.proxy import UnknownValueError

from talend_processing.policies.declaration import Policy, ResourcePolicy, StackPolicy
from talend_processing.policies.editable import Editable
from talend_processing.policies.resource_view import Stack, Subject, kind_of
from talend_processing.policies.settings import Settings
from talend_processing.provider.kinds.values import UNKNOWN, Value
from talend_processing.secret_text import mask
from talend_processing.version import __version__

# In place of an unknown value, a remedy receives one of these texts. In a check, reading it raises an error.
_UNKNOWN = frozenset(
    value for name, value in vars(proxy).items() if name.startswith("UNKNOWN_") and isinstance(value, str)
)


def adapted(policy: Policy, url: str | None = None) -> pulumi.Policy:
    """Return a policy in Pulumi's form. `url` is the address of the policy's documentation."""
    schema = pulumi.PolicyConfigSchema({name: one.declared for name, one in policy.settings.items()})
    facts: dict[str, Any] = {
        "name": policy.name,
        "description": policy.says,
        "enforcement_level": pulumi.EnforcementLevel(policy.level),
        "config_schema": schema if policy.settings else None,
        "display_name": policy.name.replace("-", " ").capitalize(),
        "severity": pulumi.Severity(policy.severity),
        "framework": pulumi.PolicyComplianceFramework("talend-processing", __version__),
        "tags": list(policy.tags),
        "remediation_steps": policy.fix,
        "url": url,
    }
    if isinstance(policy, StackPolicy):
        return pulumi.StackValidationPolicy(validate=_stack_check(policy), **facts)
    assert isinstance(policy, ResourcePolicy)  # noqa: S101 - the only other class
    return pulumi.ResourceValidationPolicy(
        validate=_resource_check(policy), remediate=_remedy(policy) if policy.remedy else None, **facts
    )


def _resource_check(policy: ResourcePolicy) -> pulumi.ResourceValidation:
    def validate(args: pulumi.ResourceValidationArgs, report: pulumi.ReportViolation) -> None:
        settings = Settings(policy.name, policy.settings, args.get_config())
        if subject := _checked_resource(policy, args):
            for text in policy.check(subject, settings):
                report(mask(f"{subject.kind} {subject.name}: {text}"), None)

    return validate


def _remedy(policy: ResourcePolicy) -> pulumi.ResourceRemediation:
    def remediate(args: pulumi.ResourceValidationArgs) -> Mapping[str, Any] | None:
        settings = Settings(policy.name, policy.settings, args.get_config())
        subject = _checked_resource(policy, args)
        if subject is None or policy.remedy is None:
            return None
        editable = Editable(args.props)
        policy.remedy(editable, subject, settings)
        return args.props if editable.changed else None

    return remediate  # type: ignore[return-value] # Pulumi's type allows only an awaitable


def _stack_check(policy: StackPolicy) -> pulumi.StackValidation:
    def validate(args: pulumi.StackValidationArgs, report: pulumi.ReportViolation) -> None:
        settings = Settings(policy.name, policy.settings, args.get_config())
        for subject, text in policy.check(stack_of(args.resources), settings):
            report(mask(f"{subject.kind} {subject.name}: {text}"), subject.urn)

    return validate


def _checked_resource(policy: ResourcePolicy, args: pulumi.ResourceValidationArgs) -> Subject | None:
    subject = _subject(args)
    return subject if subject is not None and subject.kind in policy.kinds else None


def _subject(seen: pulumi.ResourceValidationArgs | pulumi.PolicyResource) -> Subject | None:
    kind = kind_of(seen.resource_type)
    if kind is None:
        return None
    values = plain(seen.props)
    assert isinstance(values, dict)  # noqa: S101 - properties are a map
    return Subject(kind, seen.name, seen.urn, values, bool(seen.opts.protect))


def stack_of(resources: Sequence[pulumi.PolicyResource]) -> Stack:
    """Return this provider's resources of a stack in a stable order, with their references."""
    found = {one.urn: subject for one in resources if (subject := _subject(one))}
    for one in resources:
        if one.urn in found:
            found[one.urn].references.update(
                {
                    wire: tuple(found[other.urn] for other in others if other.urn in found)
                    for wire, others in one.property_dependencies.items()
                }
            )
    return Stack([found[urn] for urn in sorted(found)])


def plain(value: Any) -> Value:
    """Return a value without Pulumi's proxies: `UNKNOWN` for unknown values, integers for whole floats."""
    if isinstance(value, str):
        return UNKNOWN if value in _UNKNOWN else value
    if isinstance(value, Mapping):
        return {str(key): _member(value, key) for key in value}
    if isinstance(value, Sequence):
        return [_member(value, index) for index in range(len(value))]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _member(holder: Any, key: str | int) -> Value:
    try:
        return plain(holder[key])
    except UnknownValueError:
        return UNKNOWN
