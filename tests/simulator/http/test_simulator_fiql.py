"""FIQL queries filter lists, and an error names the position of the mistake."""

from __future__ import annotations

import httpx
import pytest

from talend_processing.simulator import Simulator

ENGINES = "/processing/runtimes/remote-engines"
BODY = {"name": "etl", "environmentId": "5e0000000000000000000001"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("name==etl-1", ["etl-1"]),
        ("name==etl*", ["etl-1", "etl-2"]),
        ("name!=etl*", ["web"]),
        ("name==web,name==etl-2", ["etl-2", "web"]),
        ("status==NOT_PAIRED;workspace.environment.name==development", ["etl-1", "etl-2", "web"]),
        ("(name==web,name==etl-1);name=gt=f", ["web"]),
        ("name=le=etl-1", ["etl-1"]),
        ("managed==false;runProfiles==JOB_SERVER;name=ge=web", ["web"]),
        ("clusterId==x", []),
        ("createDate=lt=2000-01-01T00:00:00.000Z", []),
    ],
)
def test_fiql_filters_a_list(api: httpx.Client, query: str, names: list[str]) -> None:
    for name in ("etl-1", "etl-2", "web"):
        api.post(ENGINES, json=BODY | {"name": name})
    response = api.get(ENGINES, params={"query": query})
    assert [one["name"] for one in response.json()] == names


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("name", 4),
        ("", 0),
        ("name==a;", 8),
        ("(name==a", 8),
        ("name==a)", 7),
        ("colour==red", 0),
        ("(" * 3000, 100),
    ],
)
def test_fiql_errors_contain_the_position(api: httpx.Client, query: str, position: int) -> None:
    response = api.get(ENGINES, params={"query": query})
    assert response.status_code == 400
    assert response.json()["message"].endswith(f"at position {position}")


@pytest.mark.parametrize("query", ["name", "name==a;", "colour==red"])
def test_invalid_fiql_returns_everything_if_the_switch_ignores_it(
    api: httpx.Client, simulator: Simulator, query: str
) -> None:
    simulator.switch("fiql_errors", "ignore")
    api.post(ENGINES, json=BODY)
    assert [one["name"] for one in api.get(ENGINES, params={"query": query}).json()] == [BODY["name"]]
