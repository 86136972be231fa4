"""The runtime ids of the engines and clusters that the program's stack manages, read from its state."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

import pulumi

from talend_processing.provider.kinds.registry import runtimes

_READ_OUTPUTS = "pulumi:pulumi:readStackResourceOutputs"
"""A function of Pulumi's engine that returns the outputs of all resources of a stack."""

_RETRY_DELAYS = (0.05, 0.1, 0.2, 0.4)
"""Seconds to wait before each retry."""


def managed_runtime_ids() -> set[str] | None:
    """Return the `runtimeId` of each engine and cluster in the stack's state, or None if it cannot be read.

    The function retries, because a state in a file cannot be read while Pulumi writes it, and Pulumi writes
    it when an update begins.
    """
    stack_name = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    for delay in (*_RETRY_DELAYS, None):
        try:
            result: Any = pulumi.runtime.invoke(_READ_OUTPUTS, {"stackName": stack_name}).value
        except Exception as error:  # noqa: BLE001 - the SDK raises a plain Exception
            pulumi.log.debug(f"{_READ_OUTPUTS}: {error}")
            if delay is not None:
                time.sleep(delay)
        else:
            return set(_runtime_ids(result))
    return None


def _runtime_ids(result: Any) -> Iterator[str]:
    resources = result.get("outputs") if isinstance(result, Mapping) else None
    for resource in (resources or {}).values():
        provider, _, kind = str(resource.get("type")).rpartition(":")
        if provider.endswith("/talend") and kind in runtimes():
            runtime_id = resource.get("outputs", {}).get("runtimeId")
            if isinstance(runtime_id, str):
                yield runtime_id
