from __future__ import annotations

from contract.document import operations as documented
from talend_processing.client.api import TalendClient
from talend_processing.client.operation import Operation
from talend_processing.client.operations.table import OPERATIONS, SUPPORTING


def rows(table: tuple[Operation[object], ...]) -> list[tuple[str, str]]:
    return sorted((operation.method, operation.path) for operation in table)


def contracts(*, supporting: bool) -> list[tuple[str, str]]:
    return sorted(
        (operation.method.upper(), operation.path)
        for operation in documented()
        if operation.supporting is supporting
    )


def test_the_table_has_all_65_operations_of_the_contract_once() -> None:
    assert rows(OPERATIONS) == contracts(supporting=False)
    assert len(set(rows(OPERATIONS))) == 65


def test_the_table_has_the_supporting_operations() -> None:
    assert rows(SUPPORTING) == contracts(supporting=True)


def test_the_table_names_the_query_parameters_of_the_contract() -> None:
    by_row = {(operation.method.upper(), operation.path): operation.query for operation in documented()}
    for operation in (*OPERATIONS, *SUPPORTING):
        named = {*operation.query, *filter(None, [operation.search, operation.replacement])}
        assert named == by_row[operation.method, operation.path], operation.id


def test_every_operation_can_be_called(client: TalendClient) -> None:
    ids = [operation.id for operation in (*OPERATIONS, *SUPPORTING) if operation.id != "token"]
    for group, method in (name.split(".") for name in ids):
        assert callable(getattr(getattr(client, group), method))
    assert len(set(ids)) == 69
