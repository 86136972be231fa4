"""Commands that read an edited state end with a result or an error of one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from document_edits import GONE, Place, places, put
from hypothesis import given, settings
from hypothesis import strategies as st
from lifecycle_stack import PLACE, SIGNATURE, Stack

from talend_processing.cli import app as cli
from talend_processing.cli.shared.exits import Exit

pytestmark = [
    pytest.mark.slow,
    pytest.mark.assumes(reschedule_fields="optional", cloud_jvm_rollback="present"),
]


LIKELY: list[Any] = [None, "", "x", "a/b", "\x00\n", "\ud800", 1, 1.5, True, [], {}, [None], {"a": 1}]
LIKELY += [SIGNATURE | {"ciphertext": "v1:x"}, SIGNATURE | {"plaintext": "no JSON"}, SIGNATURE]
LIKELY += ["pulumi-python:dynamic/talend:\n", "urn:pulumi:a::b::pulumi-python:dynamic/talend:None::x`\n"]
OTHERS = st.sampled_from([GONE, *LIKELY]) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture
def document(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A state with objects of five kinds. Environment variables point to its account."""
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up-token")
    monkeypatch.setenv("TALEND_API_URL", stack.simulator.url)
    monkeypatch.setenv("TALEND_REQUESTS_PER_MINUTE", "1000000")
    engine = stack.make("RemoteEngine", "etl", {**PLACE, "description": "first"})
    pool = stack.make("EngineCluster", "pool", PLACE)
    stack.make("ClusterMembership", "member", {"clusterId": pool, "engineId": engine})
    heap = {"engineId": engine, "type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"]}
    stack.make("RemoteEngineRunProfile", "heap", heap)
    stack.make("CloudJvmRollback", "java", {"jobJvmRollback": True})
    read: dict[str, Any] = json.loads(stack.text())
    return read


def commands(state: Path, preview: Path) -> Iterator[list[str]]:
    for form in ("terminal", "markdown", "json"):
        yield ["drift", str(state), "--format", form]
    for form in ("tree", "svg", "mermaid", "json"):
        yield ["graph", "--state", str(state), "--format", form]
    yield ["review", str(preview), "--state", str(state), "--offline", "--format", "markdown"]


@pytest.mark.parametrize(
    ("member", "other", "says"),
    [
        (
            "outputs",
            None,
            "RemoteEngineRunProfile 'heap': its `outputs` are missing. Export the state again. If ",
        ),
        ("outputs", GONE, "RemoteEngineRunProfile 'heap': its `outputs` are missing"),
        ("inputs", None, "RemoteEngineRunProfile 'heap': its `inputs` are missing"),
        ("inputs", GONE, "RemoteEngineRunProfile 'heap': its `inputs` are missing"),
        ("id", None, "RemoteEngineRunProfile 'heap': its `id` is missing"),
        ("id", GONE, "RemoteEngineRunProfile 'heap': its `id` is missing"),
        ("id", "a/b", "RemoteEngineRunProfile 'heap': its `id` is not valid"),
        ("id", 1, "'heap' in deployment.resources[3].id: it must be a string; export the state with `pulumi"),
        ("type", 1, "'heap' in deployment.resources[3].type: it must be a string"),
        ("outputs", [], "'heap' in deployment.resources[3].outputs: it must be an object"),
        ("urn", None, "deployment.resources[3]: a resource must have a valid `urn`"),
        ("urn", "etl", "deployment.resources[3]: a resource must have a valid `urn`"),
        ("outputs.engineId", GONE, "'heap': its `outputs.engineId` is not an id"),
        ("outputs.engineId", 7, "'heap': its `outputs.engineId` is not an id"),
        ("outputs.__declared", GONE, "'heap': its `outputs.__declared` does not list its arguments"),
        ("outputs.__declared", ["name"], "'heap': its `outputs.__declared` does not list its arguments"),
        ("outputs.__apiUrl", 1, "'heap': its `outputs.__apiUrl` is not a URL"),
        (
            "inputs.name",
            SIGNATURE | {"plaintext": "hush"},
            "'heap': the plaintext of its `inputs.name` is no",
        ),
    ],
)
def test_drift_names_the_resource_and_its_missing_property(
    document: dict[str, Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    member: str,
    other: Any,
    says: str,
) -> None:
    path = tmp_path / "state.json"
    place: Place = ("deployment", "resources", 3, *member.split("."))
    path.write_text(json.dumps(put(document, place, other)))
    assert cli.main(["drift", str(path)]) == Exit.USAGE
    printed = capsys.readouterr()
    assert says in printed.err
    assert printed.err.startswith(f"error: {path}")
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert "hush" not in printed.err


def test_a_resource_without_a_type_is_compared_by_the_type_in_its_urn(
    document: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "state.json"
    path.write_text(json.dumps(put(document, ("deployment", "resources", 3, "type"), GONE)))
    assert cli.main(["drift", str(path)]) == Exit.SUCCESS


def test_an_error_names_another_stacks_resource_without_an_id(
    document: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state, other = tmp_path / "state.json", tmp_path / "other.json"
    state.write_text(json.dumps(document))
    other.write_text(json.dumps(put(document, ("deployment", "resources", 0, "id"), None)))
    assert cli.main(["drift", str(state), "--also-managed", str(other)]) == Exit.USAGE
    assert f"error: {other}: RemoteEngine 'etl': its `id` is missing" in capsys.readouterr().err


@pytest.mark.parametrize("depth", [150, 480, 900, 100_000])
def test_too_deep_nesting_is_an_error_of_one_line(
    document: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], depth: int
) -> None:
    text = json.dumps(put(document, ("deployment", "resources", 0, "outputs", "description"), "DEEP"))
    for deep in ("[" * depth + "]" * depth, json.dumps(SIGNATURE | {"plaintext": "[" * depth + "]" * depth})):
        (tmp_path / "state.json").write_text(text.replace('"DEEP"', deep))
        assert cli.main(["drift", str(tmp_path / "state.json")]) == Exit.USAGE
        assert capsys.readouterr().err.count("\n") == 1


def test_any_value_in_any_place_gives_a_result_or_an_error_of_one_line(
    document: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state, preview = tmp_path / "state.json", tmp_path / "preview.json"
    gone = document["deployment"]["resources"][0]
    preview.write_text(json.dumps({"steps": [{"op": "delete", "urn": gone["urn"], "oldState": gone}]}))
    inside = [place for place in places(document) if place]

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(st.lists(st.tuples(st.sampled_from(inside), OTHERS), min_size=1, max_size=3))
    def holds(edits: list[tuple[Place, Any]]) -> None:
        edited = document
        for place, other in edits:
            edited = put(edited, place, other)
        state.write_text(json.dumps(edited))
        for command in commands(state, preview):
            code = cli.main(command)
            printed = capsys.readouterr()
            assert (code == Exit.USAGE) == bool(printed.err)
            assert printed.err.count("\n") == bool(printed.err)
            assert code in {Exit.SUCCESS, Exit.USAGE, Exit.DRIFT, Exit.FAILED}

    holds()
