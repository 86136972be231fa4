from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from jsonschema import Draft202012Validator

from talend_processing.simulator import DEFAULT_SEED, SeedError, Simulator, seed_schema

DEVELOPMENT = "5e0000000000000000000001"
ENGINES = "/processing/runtimes/remote-engines"
BODY = {"name": "etl", "environmentId": DEVELOPMENT}


def test_the_state_is_a_seed_of_the_same_account(api: httpx.Client, simulator: Simulator) -> None:
    api.post(ENGINES, json=BODY)
    state = simulator.state()
    simulator.reset()
    assert simulator.state()["remoteEngines"] == []
    simulator.load(json.loads(json.dumps(state)))
    assert simulator.state() == state


def test_what_is_made_after_a_seed_takes_no_id_that_was_there(
    api: httpx.Client, simulator: Simulator
) -> None:
    ids = [api.post(ENGINES, json=BODY | {"name": f"etl-{number}"}).json()["id"] for number in range(4)]
    state = simulator.state()
    state["remoteEngines"].pop(0)
    simulator.load(state)
    later = [api.post(ENGINES, json=BODY | {"name": f"new-{number}"}).json()["id"] for number in range(4)]
    assert len({*ids, *later}) == 8
    assert len(simulator.state()["remoteEngines"]) == 7


def test_another_simulator_goes_on_with_ids_of_its_own(api: httpx.Client, simulator: Simulator) -> None:
    ids = [api.post(ENGINES, json=BODY | {"name": f"etl-{number}"}).json()["id"] for number in range(2)]
    with Simulator(seed=simulator.state()) as another, httpx.Client(base_url=another.url) as client:
        made = client.post(
            ENGINES, json=BODY | {"name": "etl-2"}, headers={"authorization": "Bearer made-up"}
        ).json()["id"]
        assert made not in ids
        assert len(another.state()["remoteEngines"]) == 3


@pytest.mark.parametrize(
    ("seed", "reason"),
    [
        ({"colours": []}, "colours: nothing is called so"),
        ({"tasks": {}}, "tasks: must be an array"),
        ({"environments": [{"nom": "x"}]}, r"unrecognized field: environments\[0\].nom"),
        ({"workspaces": [{"name": "w", "environmentId": "e"}]}, "no environments has that id"),
        ({"jobJvmRollback": 1}, "must be a boolean"),
    ],
)
def test_a_seed_that_does_not_fit_changes_nothing(
    simulator: Simulator, seed: dict[str, object], reason: str
) -> None:
    before = simulator.state()
    with pytest.raises(SeedError, match=reason):
        simulator.load(seed)
    assert simulator.state() == before


def fits(seed: dict[str, Any]) -> bool:
    return Draft202012Validator(seed_schema()).is_valid(seed)


def test_the_schema_is_one_and_takes_the_default_seed() -> None:
    Draft202012Validator.check_schema(seed_schema())
    assert fits(DEFAULT_SEED)


def test_the_schema_takes_every_state(strict: httpx.Client, simulator: Simulator) -> None:
    strict.post(ENGINES, json=BODY)
    simulator.fail(task="5a0000000000000000000002")
    simulator.fail(promotion="5b0000000000000000000001", artifact="nightly")
    strict.post("/processing/executions", json={"executable": "5a0000000000000000000001", "timeout": 3})
    for plan in simulator.state()["plans"]:
        strict.post("/processing/executions/plans", json={"executable": plan["id"]})
    strict.post("/processing/executions/promotions", json={"executable": "5b0000000000000000000001"})
    for seconds in (0, 0.05, 0.1, 0.1, 10):
        simulator.advance(seconds)
        state = simulator.state()
        assert fits(state)
        simulator.load(state)
        assert simulator.state() == state


@pytest.mark.parametrize(
    "seed",
    [
        {"colours": []},
        {"tasks": {}},
        {"environments": [{"nom": "x"}]},
        {"environments": [{"name": " "}]},
        {"tasks": [{"name": "t", "workspaceId": "w", "outcomes": ["odd"]}]},
        {"tasks": [{"name": "t", "workspaceId": "w", "timeout": 0}]},
        {"jobJvmRollback": 1},
        {"taskExecutions": [{"taskId": "t", "status": "executing", "triggered": 10**15}]},
    ],
)
def test_the_schema_and_the_simulator_refuse_the_same(simulator: Simulator, seed: dict[str, Any]) -> None:
    assert not fits(seed)
    with pytest.raises(SeedError):
        simulator.load(seed)


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


def test_times_in_yaml_stay_text(tmp_path: Path) -> None:
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
        ("seed.yaml", "environments: []\ncolours: []\n", 2, "colours: nothing is called so: there are "),
        ("seed.yaml", "environments:\n\t- x\n", 2, "it cannot be read as YAML: found character"),
        ("seed.yaml", "- x\n", 1, "it must hold an object"),
        ("seed.json", '{\n\t"environments": [\n\t\t{"name":\t1}\n\t]\n}', 3, "environments[0].name: must be"),
        ("seed.json", '{\n"environments": [\n', 3, "it cannot be read as JSON: Expecting value"),
        (
            "seed.yaml",
            "environments: [{id: e, name: one}]\nworkspaces:\n  - name: w\n    environmentId: f\n",
            4,
            "workspaces[0].environmentId: workspace w refers to f, and no environments has that id",
        ),
        (
            "seed.yaml",
            "environments:\n  - id: e\n    name: one\n  - id: e\n    name: two\n",
            4,
            "environments[1]: another of the environments has the id e",
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
            "plans[0].steps[1].tasks[1]: plan p refers to u, and no tasks has that id",
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
            "environments[0].name: it stands in line 2 already",
        ),
        ("seed.yaml", "environments: &all\n  - *all\n", 1, "environments[0]: must be an object, was array"),
        (
            "seed.json",
            '{"environments": [],\n "tasks": [],\n "environments": []}',
            3,
            "environments: it stands in line 1 already",
        ),
        (
            "seed.yaml",
            f"{TWO_PLACES}remoteEngines:\n  - name: etl\n    workspaceId: w\n    clusterId: c\n",
            9,
            "remoteEngines[0].clusterId: engine etl is in workspace w of environment e, and its cluster pool",
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
            "runProfiles[0].processorId: run profile heap of a dynamic engine has its scopeId as processorId",
        ),
        (
            "seed.yaml",
            f"{PLACE}tasks: [{{id: t, name: t, workspaceId: w}}]\n{NEVER}    due: 7\n",
            9,
            "taskExecutions[0].due: a task execution that never ends is due at no time",
        ),
    ],
)
def test_a_bad_file_is_told_with_line_and_field(
    tmp_path: Path, name: str, text: str, line: int, reason: str
) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(SeedError) as caught:
        Simulator(seed=file)
    assert str(caught.value).startswith(f"the seed does not fit: {file}:{line}: {reason}")


def test_all_faults_are_told_but_not_all_shown(tmp_path: Path) -> None:
    file = tmp_path / "seed.yaml"
    file.write_text("environments:\n" + "  - nom: x\n" * 5)
    with pytest.raises(SeedError, match=r"and 5 more$") as caught:
        Simulator(seed=file)
    assert len(caught.value.faults) == 10
    assert caught.value.faults[-1].startswith(f"{file}:6: missing required field")


def test_all_that_refer_to_nothing_are_told(tmp_path: Path) -> None:
    file = tmp_path / "seed.yaml"
    engines = "".join(f"  - {{name: {name}, workspaceId: {there}}}\n" for name, there in ["ax", "bw", "cy"])
    file.write_text(f"{PLACE}remoteEngines:\n{engines}")
    with pytest.raises(SeedError) as caught:
        Simulator(seed=file)
    assert caught.value.faults == [
        f"{file}:4: remoteEngines[0].workspaceId: engine a refers to x, and no workspaces has that id",
        f"{file}:6: remoteEngines[2].workspaceId: engine c refers to y, and no workspaces has that id",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("seed.json", '{"environments":' * 100_000 + "1" + "}" * 100_000),
        ("seed.yaml", "[" * 3000 + "]" * 3000),
    ],
)
def test_what_is_nested_too_deep_is_told(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(SeedError, match="cannot be read: what it holds is nested too deep"):
        Simulator(seed=file)


def test_what_holds_itself_is_told(tmp_path: Path) -> None:
    file = tmp_path / "seed.yaml"
    profile = "{name: s, engineId: p, type: standard, definition: &all {of: *all}}"
    file.write_text(f"{PLACE}{FLOW}pipelineRunProfiles: [{profile}]\n")
    with pytest.raises(SeedError, match="nested too deep, or holds itself"):
        Simulator(seed=file)


@pytest.mark.parametrize(
    ("name", "text"), [("seed.json", f'{{"tasks": {"9" * 5000}}}'), ("seed.yaml", "tasks: !!int one\n")]
)
def test_a_value_that_cannot_be_read_is_told(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(SeedError, match=rf"{name} cannot be read: "):
        Simulator(seed=file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"seed\.json cannot be read: No such file or directory"):
        Simulator(seed=tmp_path / "seed.json")


def test_the_command_prints_the_schema_and_refuses_a_bad_seed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "talend_processing.simulator"]
    done = subprocess.run([*command, "--schema"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == seed_schema()
    file = tmp_path / "seed.yaml"
    file.write_text("tasks: 1\n")
    refused = subprocess.run([*command, "--seed", str(file)], capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr == f"error: the seed does not fit: {file}:1: tasks: must be an array\n"
