"""The client knows all operations of the contract, and nothing else."""

from __future__ import annotations

import re

from contract.calls import OPERATIONS
from contract.document import operations as documented
from talend_processing.client.api.client import TalendClient

DOCUMENTED = {(one.method.upper(), one.path): one for one in documented()}


def test_the_client_has_every_operation_of_the_contract_once() -> None:
    assert sorted((one.method, one.path) for one in OPERATIONS.values()) == sorted(DOCUMENTED)
    assert sum(not one.supporting for one in DOCUMENTED.values()) == 65


def test_a_named_query_parameter_is_one_of_the_contract() -> None:
    for name, operation in OPERATIONS.items():
        named = {operation.query_parameter, operation.replacement_parameter} - {None}
        assert named <= DOCUMENTED[operation.method, operation.path].query, name


def test_every_operation_has_a_method(client: TalendClient) -> None:
    for name in OPERATIONS:
        noun, _, method = name.partition(".")
        assert name == "token" or callable(getattr(getattr(client, noun), method)), name


def test_a_summary_names_the_objects_of_the_call() -> None:
    for operation in OPERATIONS.values():
        ids = tuple(f"id-{position}" for position, _ in enumerate(operation.path_variables))
        text = operation.describe(ids, {"name": "etl"} if operation.method == "POST" else None)
        assert all(one in text for one in ids), text
        assert not re.search(r"[{}]", text)
