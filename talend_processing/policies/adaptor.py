"""Convert policies to Pulumi's classes, and Pulumi's resources to `Subject` and `Stack`."""

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

# In a remedy, Pulumi puts one of these texts in place of an unknown value. In a check, reading an unknown
# value raises `UnknownValueError`.
_TEXTS_FOR_UNKNOWN = frozenset(
    value for name, value in vars(proxy).items() if name.startswith("UNKNOWN_") and isinstance(value, str)
)


def adapted(policy: Policy, url: str | None = None) -> pulumi.Policy:
    """Convert a policy to Pulumi's class. `url` is the address of the policy's documentation."""
    schema = pulumi.PolicyConfigSchema({name: setting.declared for name, setting in policy.settings.items()})
    metadata: dict[str, Any] = {
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
        return pulumi.StackValidationPolicy(validate=_stack_check(policy), **metadata)
    assert isinstance(policy, ResourcePolicy)  # noqa: S101 - the only other class
    return pulumi.ResourceValidationPolicy(
        validate=_resource_check(policy), remediate=_remedy(policy) if policy.remedy else None, **metadata
    )


def _resource_check(policy: ResourcePolicy) -> pulumi.ResourceValidation:
    def validate(args: pulumi.ResourceValidationArgs, report: pulumi.ReportViolation) -> None:
        settings = Settings(policy.name, policy.settings, args.get_config())
        if subject := _subject_if_covered(policy, args):
            for text in policy.check(subject, settings):
                report(mask(f"{subject.kind} {subject.name}: {text}"), None)

    return validate


def _remedy(policy: ResourcePolicy) -> pulumi.ResourceRemediation:
    def remediate(args: pulumi.ResourceValidationArgs) -> Mapping[str, Any] | None:
        settings = Settings(policy.name, policy.settings, args.get_config())
        subject = _subject_if_covered(policy, args)
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


def _subject_if_covered(policy: ResourcePolicy, args: pulumi.ResourceValidationArgs) -> Subject | None:
    """Return the resource, or None if the policy is not for its kind."""
    subject = _subject(args)
    return subject if subject is not None and subject.kind in policy.kinds else None


def _subject(resource: pulumi.ResourceValidationArgs | pulumi.PolicyResource) -> Subject | None:
    kind = kind_of(resource.resource_type)
    if kind is None:
        return None
    values = plain(resource.props)
    assert isinstance(values, dict)  # noqa: S101 - properties are a map
    return Subject(kind, resource.name, resource.urn, values, bool(resource.opts.protect))


def stack_of(resources: Sequence[pulumi.PolicyResource]) -> Stack:
    """Return this provider's resources, in the order of their URNs. Each has its `references` filled in."""
    subjects = {one.urn: subject for one in resources if (subject := _subject(one))}
    for resource in resources:
        if resource.urn in subjects:
            subjects[resource.urn].references.update(
                {
                    name: tuple(subjects[target.urn] for target in targets if target.urn in subjects)
                    for name, targets in resource.property_dependencies.items()
                }
            )
    return Stack([subjects[urn] for urn in sorted(subjects)])


def plain(value: Any) -> Value:
    """Replace Pulumi's proxies by plain values, unknown values by `UNKNOWN`, and whole floats by integers."""
    if isinstance(value, str):
        return UNKNOWN if value in _TEXTS_FOR_UNKNOWN else value
    if isinstance(value, Mapping):
        return {str(key): _plain_item(value, key) for key in value}
    if isinstance(value, Sequence):
        return [_plain_item(value, index) for index in range(len(value))]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _plain_item(container: Any, key: str | int) -> Value:
    try:
        return plain(container[key])
    except UnknownValueError:
        return UNKNOWN
