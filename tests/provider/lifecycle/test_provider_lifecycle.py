"""Declarations name their lifecycle, since a program must not import it."""

from __future__ import annotations

import pytest

from talend_processing.provider.kinds.registry import object_specs, operation_specs
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.lifecycle.objects import ObjectLifecycle
from talend_processing.provider.lifecycle.update import Updates

SPECS = {**object_specs(), **operation_specs()}


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_a_declaration_names_a_lifecycle_of_its_form(spec: ResourceSpec) -> None:
    lifecycle = lifecycle_of(spec)
    assert lifecycle.spec is spec
    assert isinstance(lifecycle, ObjectLifecycle) == (spec.endpoint.form == "object")
    acts = any(prop.action for prop in spec.arguments)
    assert not acts or type(lifecycle).act is not Updates.act  # type: ignore[attr-defined]
