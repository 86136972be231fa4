"""Seeds in YAML and JSON files. An error names the file, the line and the field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from talend_processing.simulator import DEFAULT_SEED, SeedError, Simulator

PLACE = "environments: [{id: e, name: one}]\nworkspaces: [{id: w, name: w, environmentId: e}]\n"
TWO_PLACES = (
    "environments: [{id: e, name: one}, {id: f, name: two}]\n"
    "workspaces:\n  - {id: w, name: w, environmentId: e}\n  - {id: v, name: v, environmentId: f}\n"
    "clusters: [{id: c, name: pool, workspaceId: v}]\n"
)
FLOW = "pipelineEngines: [{id: p, name: p, workspaceId: w}]\n"
OWN = "pipelineRunProfiles:\n  - name: s\n    engineId: p\n"
HEAP = "runProfiles:\n  - name: heap\n    jvmArguments: []\n"
NEVER = "taskExecutions:\n  - taskId: t\n    status: executing\n    triggered: 1\n    end: ''\n"
PLAN = "plans:\n  - name: p\n    workspaceId: w\n    steps:\n      - tasks: [t]\n"


def test_a_seed_is_read_from_yaml_and_json(tmp_path: Path) -> None:
    text, data = tmp_path / "seed.yaml", tmp_path / "seed.json"
    text.write_text(yaml.safe_dump(DEFAULT_SEED))
    data.write_text(json.dumps(DEFAULT_SEED))
    assert Simulator(seed=text).state() == Simulator(seed=data).state() == Simulator().state()


def test_times_in_yaml_remain_strings(tmp_path: Path) -> None:
    file = tmp_path / "seed.yml"
    file.write_text(
        "environments: [{id: e, name: one}]\nworkspaces: [{id: w, name: w, environmentId: e}]\n"
        "remoteEngines: [{name: etl, workspaceId: w, createDate: 2026-01-02T03:04:05.000Z}]\n"
    )
    assert Simulator(seed=file).state()["remoteEngines"][0]["createDate"] == "2026-01-02T03:04:05.000Z"


@pytest.mark.parametrize(
    ("name", "text", "line", "reason"),
    [
        (
            "seed.yaml",
            "environments:\n  - name: one\n    nom: x\n",
            3,
            "unrecognized field: environments[0].nom",
        ),
        ("seed.yaml", "environments:\n  - id: e\n", 2, "missing required field: environments[0].name"),
        ("seed.yaml", "environments:\n  - name: 1\n", 2, "environments[0].name: must be a string"),
        ("seed.yaml", "environments: []\ncolours: []\n", 2, "colours: unknown section, expected one of "),
        ("seed.yaml", "environments:\n\t- x\n", 2, "invalid YAML: found character"),
        ("seed.yaml", "- x\n", 1, "the file must contain a mapping of sections"),
        ("seed.json", '{\n\t"environments": [\n\t\t{"name":\t1}\n\t]\n}', 3, "environments[0].name: must be"),
        ("seed.json", '{\n"environments": [\n', 3, "invalid JSON: Expecting value"),
        (
            "seed.yaml",
            "environments: [{id: e, name: one}]\nworkspaces:\n  - name: w\n    environmentId: f\n",
            4,
            "workspaces[0].environmentId: workspace w refers to f, but no object in environments has this id",
        ),
        (
            "seed.yaml",
            "environments:\n  - id: e\n    name: one\n  - id: e\n    name: two\n",
            4,
            "environments[1]: duplicate id e in environments",
        ),
        (
            "seed.yaml",
            f"{PLACE}remoteEngines:\n  - name: etl\n    workspaceId: w\n    createDate: yesterday\n",
            6,
            "remoteEngines[0].createDate: must be a date-time such as",
        ),
        (
            "seed.yaml",
            f"{PLACE}tasks: [{{id: t, name: t, workspaceId: w}}]\n{PLAN}      - tasks: [t, u]\n",
            9,
            "plans[0].steps[1].tasks[1]: plan p refers to u, but no object in tasks has this id",
        ),
        (
            "seed.json",
            '{"environments": [],\n "tasks": [{"name": "a",\n "tags": "nightly", "workspaceId": "w"}]}',
            3,
            "tasks[0].tags: must be an array, was string",
        ),
        (
            "seed.yaml",
            "environments:\n  - name: one\n    id: e\n    name: two\n",
            4,
            "environments[0].name: duplicate field, first in line 2",
        ),
        (
            "seed.yaml",
            "environments: &all\n  - *all\n",
            1,
            "environments[0]: refers to itself; expected no cycle",
        ),
        (
            "seed.json",
            '{"environments": [],\n "tasks": [],\n "environments": []}',
            3,
            "environments: duplicate field, first in line 1",
        ),
        (
            "seed.yaml",
            f"{TWO_PLACES}remoteEngines:\n  - name: etl\n    workspaceId: w\n    clusterId: c\n",
            9,
            "remoteEngines[0].clusterId: engine etl is in workspace w of environment e, but its cluster pool",
        ),
        (
            "seed.yaml",
            f"{PLACE}tasks:\n  - name: t\n    workspaceId: w\n    seconds: .inf\n",
            6,
            "tasks[0].seconds: must be in range [0, 10000000000]",
        ),
        (
            "seed.yaml",
            f"{PLACE}{FLOW}{OWN}    type: advanced\n    definition: {{x: 1}}\n",
            5,
            "pipelineRunProfiles[0]: unrecognized field: definition.x",
        ),
        (
            "seed.yaml",
            f"{PLACE}{FLOW}{OWN}    type: standard\n    definition: {{}}\n",
            5,
            "pipelineRunProfiles[0]: missing required field: definition.configuration",
        ),
        (
            "seed.yaml",
            f"{PLACE}{HEAP}    processorType: DYNAMIC_ENGINE\n    scopeId: e\n    processorId: w\n",
            8,
            "runProfiles[0].processorId: run profile heap of a dynamic engine needs a processorId that",
        ),
        (
            "seed.yaml",
            f"{PLACE}tasks: [{{id: t, name: t, workspaceId: w}}]\n{NEVER}    due: 7\n",
            9,
            "taskExecutions[0].due: a task execution that never ends cannot have a due time",
        ),
    ],
)
def test_errors_in_a_file_name_line_and_field(
    tmp_path: Path, name: str, text: str, line: int, reason: str
) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(SeedError) as caught:
        Simulator(seed=file)
    assert str(caught.value).startswith(f"invalid seed: {file}:{line}: {reason}")


def test_the_message_contains_the_first_errors_only(tmp_path: Path) -> None:
    file = tmp_path / "seed.yaml"
    file.write_text("environments:\n" + "  - nom: x\n" * 5)
    with pytest.raises(SeedError, match=r"and 5 more$") as caught:
        Simulator(seed=file)
    assert len(caught.value.errors) == 10
    assert caught.value.errors[-1].startswith(f"{file}:6: missing required field")


def test_all_dangling_references_are_reported(tmp_path: Path) -> None:
    file = tmp_path / "seed.yaml"
    engines = "".join(f"  - {{name: {name}, workspaceId: {there}}}\n" for name, there in ["ax", "bw", "cy"])
    file.write_text(f"{PLACE}remoteEngines:\n{engines}")
    with pytest.raises(SeedError) as caught:
        Simulator(seed=file)
    missing = "engine {} refers to {}, but no object in workspaces has this id"
    assert caught.value.errors == [
        f"{file}:4: remoteEngines[0].workspaceId: {missing.format('a', 'x')}",
        f"{file}:6: remoteEngines[2].workspaceId: {missing.format('c', 'y')}",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("seed.json", '{"environments":' * 100_000 + "1" + "}" * 100_000),
        ("seed.yaml", "[" * 3000 + "]" * 3000),
    ],
)
@pytest.mark.slow
def test_a_deeply_nested_file_is_rejected(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(SeedError, match="cannot be read: it is nested too deeply"):
        Simulator(seed=file)


def test_a_recursive_seed_is_rejected(tmp_path: Path) -> None:
    file = tmp_path / "seed.yaml"
    profile = "{name: s, engineId: p, type: standard, definition: &all {of: *all}}"
    file.write_text(f"{PLACE}{FLOW}pipelineRunProfiles: [{profile}]\n")
    with pytest.raises(SeedError, match="refers to itself; expected no cycle"):
        Simulator(seed=file)


@pytest.mark.parametrize(
    ("name", "text"), [("seed.json", f'{{"tasks": {"9" * 5000}}}'), ("seed.yaml", "tasks: !!int one\n")]
)
def test_an_unreadable_value_is_reported(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(SeedError, match=rf"{name}(: invalid YAML| cannot be read): "):
        Simulator(seed=file)


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"seed\.json cannot be read: No such file or directory"):
        Simulator(seed=tmp_path / "seed.json")
