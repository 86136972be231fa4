"""Queries find the objects that they describe, whatever characters the values contain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talend_processing.client.api.client import TalendClient
from talend_processing.client.errors import TalendError
from talend_processing.client.fiql import Query, where
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.simulator import DEFAULT_SEED, Simulator
from talend_processing.simulator.http.fiql import parse

PRODUCTION = DEFAULT_SEED["environments"][1]["id"]
SPECIAL = "a;b,(c)*=%2A '\"&#+?/\\ ümläut"
Record = dict[str, Any]
Asked = tuple[Query, Callable[[Record], bool]]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (where("status").is_("PAIRED"), "status==PAIRED"),
        (where("workspace.environment.id").is_not("5e"), "workspace.environment.id!=5e"),
        (where("managed").is_(True), "managed==true"),
        (where("version").at_least(3), "version=ge=3"),
        (where("name").like("etl-*;*"), "name==etl-*%3B*"),
        (where("name").is_("a*(b),c;d"), "name==a%2A%28b%29%2Cc%3Bd"),
        (where("a").above("1") & where("a").below("9") & where("b").at_most("x"), "a=gt=1;a=lt=9;b=le=x"),
        (where("a").is_("1") | where("b").is_("2") | where("c").is_("3"), "a==1,b==2,c==3"),
        (where("a").is_("1") & (where("b").is_("2") | where("c").is_("3")), "a==1;(b==2,c==3)"),
        (where("a").is_("1") | (where("b").is_("2") & where("c").is_("3")), "a==1,b==2;c==3"),
    ],
)
def test_a_query_is_written_in_fiql(query: Query, text: str) -> None:
    assert str(query) == text


VALUES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4) | st.sampled_from(
    ["*", "a*b", "%2A", "%", ";", ",", "(", ")", "==", "true", SPECIAL]
)
FIELDS = st.sampled_from(["name", "workspace.id"])
RECORDS = st.builds(lambda name, there: {"name": name, "workspace": {"id": there}}, VALUES, VALUES)


def held(record: Record, field: str) -> str:
    return str(record["name"] if field == "name" else record["workspace"]["id"])


def fits(pattern: str, value: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), value, re.DOTALL) is not None


COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "is_": lambda there, asked: there == asked,
    "is_not": lambda there, asked: there != asked,
    "like": lambda there, asked: fits(asked, there),
    "below": lambda there, asked: there < asked,
    "at_most": lambda there, asked: there <= asked,
    "above": lambda there, asked: there > asked,
    "at_least": lambda there, asked: there >= asked,
}


def compared(field: str, comparison: str, value: str) -> Asked:
    query: Query = getattr(where(field), comparison)(value)
    return query, lambda record: COMPARISONS[comparison](held(record, field), value)


def both(one: Asked, other: Asked) -> Asked:
    return one[0] & other[0], lambda record: one[1](record) and other[1](record)


def either(one: Asked, other: Asked) -> Asked:
    return one[0] | other[0], lambda record: one[1](record) or other[1](record)


QUERIES = st.recursive(
    st.builds(compared, FIELDS, st.sampled_from(sorted(COMPARISONS)), VALUES),
    lambda inner: st.builds(both, inner, inner) | st.builds(either, inner, inner),
    max_leaves=6,
)


@settings(deadline=None)
@given(QUERIES, RECORDS)
def test_a_query_finds_the_matching_objects(asked: Asked, record: Record) -> None:
    query, wanted = asked
    assert parse(str(query), {"name", "workspace.id"})(record) == wanted(record)


@pytest.fixture
def real() -> Iterator[TalendClient]:
    with Simulator() as simulator, TalendClient(Settings(simulator.url, AccessToken("made-up"))) as client:
        yield client


@pytest.mark.assumes(name_unicode="allow", fiql_wildcard="any", runtime_list_delay=0)
def test_a_name_with_special_characters_is_found_in_the_simulator(real: TalendClient) -> None:
    for name in (SPECIAL, SPECIAL.replace("*", "x")):
        real.remote_engines.create(body={"name": name, "environmentId": PRODUCTION})
    found = real.remote_engines.list(query=where("name").is_(SPECIAL) & where("status").is_("NOT_PAIRED"))
    assert [one.name for one in found] == [SPECIAL]
    assert len(real.remote_engines.list(query=where("name").like("a;b,(c)*"))) == 2
    assert real.clusters.list(query=where("name").is_(SPECIAL)) == []


@pytest.mark.parametrize("field", ["", "a b", "name==x;id", ".name", "name.", "näme", "1st"])
def test_an_invalid_field_name_is_refused(field: str) -> None:
    with pytest.raises(TalendError, match=r"not a valid field name\. Give the API's name") as caught:
        where(field)
    assert caught.value.outcome == "not_sent"


def test_an_empty_value_is_refused() -> None:
    with pytest.raises(TalendError, match="Condition on name: FIQL cannot express an empty value"):
        where("name").is_("")
