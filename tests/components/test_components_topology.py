"""Loading a topology reports all faults at once, with file, line, field and the expected value."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from talend_processing import Topology, TopologyError, load_topology
from tools.docs.topology_schema import schema

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/topology.yaml"))

ENGINE = "engines:\n- name: a\n"
PROFILE = ENGINE + "  profiles:\n  - name: p\n"
STANDARD = "pipeline_engines:\n- name: a\n  standard_profiles:\n  - name: p\n    execution_framework: Spark\n"
CONFIGURATION = "pipeline_engines[0].standard_profiles[0].configuration"
REST = "micro_batch_interval, parameters"
NEEDED = "is required if run_profiles contains MICROSERVICE or TALEND_RUNTIME"
RENAME = "like that of engines[0].profiles[0]; rename one"

OBJECT_FAULTS = {
    "engines: 3": ["1: engines: must be a list, not a number"],
    "engine: []": ["1: engine: unknown field; did you mean engines?"],
    "colour: red": ["1: colour: unknown field; expected one of engines, clusters, pipeline_engines"],
    "engines: [a]": ["1: engines[0]: must be an object with name, not a string"],
    "[]": ["1: must be an object with engines, clusters, pipeline_engines, not a list"],
    "engines:\n- description: x": ["2: engines[0].name: is required and must be a string"],
    "engines:\n- name: 5": ["2: engines[0].name: must be a string, not a number: quote it"],
    "engines:\n- name: ''": ["2: engines[0].name: must not be blank"],
    ENGINE + "  nmae: b": ["3: engines[0].nmae: unknown field; did you mean name?"],
    ENGINE + "  protect: 'yes'": ["3: engines[0].protect: must be true or false, not a string"],
    ENGINE + "  debug: {}": ["3: engines[0].debug.host: is required and must be a string"],
    ENGINE + "  unpair_triggers: [1]": ["3: engines[0].unpair_triggers: must be a map, not a list"],
    ENGINE + "  unpair_triggers:\n    machine: 1": [
        "4: engines[0].unpair_triggers.machine: must be a string, not a number: quote it"
    ],
    PROFILE + "    type: JOB_SERVER": [
        "4: engines[0].profiles[0].jvm_arguments: is required and must be a list"
    ],
    PROFILE + "    type: JOB_SERVER\n    jvm_arguments:\n    - -Xmx1g\n    - ''": [
        "8: engines[0].profiles[0].jvm_arguments[1]: must not be blank"
    ],
    STANDARD + "    configuration: {number_of_threads: 0, micro_batch_interval: 5}": [
        f"6: {CONFIGURATION}.number_of_threads: must be at least 1"
    ],
    STANDARD + "    configuration: {thread: 1, micro_batch_interval: 5}": [
        f"6: {CONFIGURATION}.number_of_threads: is required and must be a whole number",
        f"6: {CONFIGURATION}.thread: unknown field; expected one of number_of_threads, {REST}",
    ],
}
"""Faults within one object, which an editor with the JSON Schema reports as well."""

RELATION_FAULTS = {
    ENGINE + "- name: a": ["3: engines[1].name: a is also the name of engines[0]; names must differ"],
    ENGINE + 'clusters:\n- name: pool\n  members:\n  - "b\\nc"': [
        "6: clusters[0].members[0]: b c is not an engine of this topology; expected one of a"
    ],
    ENGINE + "clusters:\n- name: pool\n  members:\n  - b": [
        "6: clusters[0].members[0]: b is not an engine of this topology; expected one of a"
    ],
    "engines:\n- name: etl-1\nclusters:\n- {name: pool, members: [etl-2]}": [
        "4: clusters[0].members[0]: etl-2 is not an engine of this topology; did you mean etl-1?"
    ],
    "clusters:\n- {name: pool, members: [b]}": [
        "2: clusters[0].members[0]: b is not an engine of this topology; the topology contains no engines"
    ],
    ENGINE + "clusters:\n- {name: one, members: [a]}\n- {name: two, members: [a]}": [
        "5: clusters[1].members[0]: a is also in clusters[0]; an engine can be in one cluster only"
    ],
    ENGINE + "clusters:\n- {name: one, members: [a, a]}": [
        "4: clusters[0].members[1]: a is a duplicate; list each member once"
    ],
    ENGINE + "  run_profiles: [MICROSERVICE]": [f"2: engines[0].esb_compatibility_version: {NEEDED}"],
    PROFILE
    + "    type: JOB_SERVER\n    jvm_arguments: []\n"
    + "  - {name: p, type: JOB_SERVER, jvm_arguments: []}": [
        "7: engines[0].profiles[1].name: p is also the name of engines[0].profiles[0]; names must differ"
    ],
    "engines:\n- name: a\n  profiles: [{name: b-c, type: JOB_SERVER, jvm_arguments: []}]\n"
    "- name: a-b\n  profiles: [{name: c, type: JOB_SERVER, jvm_arguments: []}]": [
        f"5: engines[1].profiles[0].name: its name in Pulumi is a-b-c, {RENAME}"
    ],
}
"""Faults in the relations between objects, which no JSON Schema can express."""

UNREADABLE = {
    "": ["1: the file is empty; expected engines, clusters or pipeline_engines"],
    "engines: [": ["1: invalid YAML: expected the node content, but found '<stream end>'"],
    "engines: &a [*a]": ["1: engines[0]: refers to itself; expected no cycle"],
    "engines: []\nclusters: []\nengines: []": ["3: engines: duplicate field, first in line 1"],
    "engines: []\n---\nclusters: []": ["2: invalid YAML: but found another document"],
    "engines: []\n? [a]\n: b": ["1: has a key that is a list or an object; expected a name"],
}


def test_a_date_in_yaml_is_read_as_a_string(tmp_path: Path) -> None:
    path = tmp_path / "topology.yaml"
    path.write_text(ENGINE + "  description: 2026-13-45\n")
    assert load_topology(path).engines[0].description == "2026-13-45"


@pytest.mark.parametrize(("text", "faults"), [*(OBJECT_FAULTS | RELATION_FAULTS | UNREADABLE).items()])
def test_a_fault_names_file_line_field_and_expected_value(
    text: str, faults: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "topology.yaml"
    path.write_text(text)
    with pytest.raises(TopologyError) as caught:
        load_topology(path)
    assert sorted(caught.value.faults) == sorted(f"{path}:{fault}" for fault in faults)
    assert str(caught.value).startswith(f"{path} is invalid:\n  {path}:")


def test_all_faults_are_listed_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "topology.yaml"
    path.write_text(
        "clusters:\n- name: pool\n  members: [b]\n  colour: red\n"
        "engines:\n- name: 3\n- name: a\n  profiles:\n"
        "  - {name: p, type: JOB_SERVER, jvm_arguments: [1]}\n- name: a\n"
    )
    with pytest.raises(TopologyError) as caught:
        load_topology(path)
    lines = [fault.split(": ")[0].rpartition(":")[2] for fault in caught.value.faults]
    assert lines == ["3", "4", "6", "9", "10"]


def test_the_error_in_the_bootstrap_guide_is_accurate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "bootstrap.md").read_text()
    shown = page.partition("```yaml\n")[2].partition("```")[0]
    documented = page.partition("```text\ntopology.yaml")[2].partition("\n```")[0]
    monkeypatch.chdir(tmp_path)
    Path("topology.yaml").write_text(shown)
    assert [one.name for one in load_topology("topology.yaml").engines] == ["edge-2", "edge-3"]
    wrong = shown.replace("jvm_arguments", "jvm_argument").replace("[edge-2, edge-3]", "[edge-2, edge-4]")
    Path("topology.yaml").write_text(wrong)
    with pytest.raises(TopologyError) as caught:
        load_topology("topology.yaml")
    assert str(caught.value) == f"topology.yaml{documented}"


def test_a_missing_file_is_reported() -> None:
    with pytest.raises(
        TopologyError, match=r"nowhere\.yaml: cannot read the file: No such file or directory"
    ):
        load_topology("nowhere.yaml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[" * 5000, "cannot read the file: it is nested too deeply"),
        ("engines: !!int one\n", "invalid YAML: invalid literal for int()"),
        (f"engines: {'9' * 5000}\n", "invalid YAML: Exceeds the limit"),
    ],
)
def test_an_unreadable_file_is_reported(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "topology.yaml"
    path.write_text(text)
    with pytest.raises(TopologyError) as caught:
        load_topology(path)
    (fault,) = caught.value.faults
    assert fault.startswith(f"{path}: {expected}")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_topologies_of_the_examples_are_valid(path: Path) -> None:
    assert isinstance(load_topology(path), Topology)
    jsonschema.validate(yaml.safe_load(path.read_text()), schema())


def test_optional_fields_may_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "topology.yaml"
    path.write_text(text := ENGINE + "  description:\n  profiles:\nclusters:\n")
    assert load_topology(path).engines[0].description is None
    jsonschema.validate(yaml.safe_load(text), schema())


def test_the_schema_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("text", OBJECT_FAULTS)
def test_the_schema_rejects_faults_within_one_object(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(text), schema())


@pytest.mark.parametrize("text", RELATION_FAULTS)
def test_the_schema_accepts_faults_in_relations(text: str) -> None:
    jsonschema.validate(yaml.safe_load(text), schema())


def test_a_topology_without_a_file_imports_neither_yaml_nor_the_http_client() -> None:
    # None in sys.modules makes an import fail. Pulumi has already imported yaml.
    code = (
        "import pulumi, sys; sys.modules['yaml'] = None; import talend_processing as t;"
        "t.EnvironmentTopology;"
        "print(sorted({'httpx', 'pydantic', 'starlette', 'jsonschema'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "[]", run.stderr
