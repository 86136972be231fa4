"""The topology as a picture: before and after a change, from a state and from the live account."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from lifecycle_stack import PLACE, Stack
from previews import UNKNOWN, engine, reviewed, step, urn

from talend_processing.cli import app as cli
from talend_processing.cli.shared.exits import Exit
from talend_processing.graph.folding import folded
from talend_processing.graph.svg import svg
from talend_processing.graph.svg_comparison import svg_comparison
from talend_processing.graph.topology import Node, Topology
from talend_processing.graph.tree import tree
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of


def fleet(count: int) -> Topology:
    nodes = [Node("pool", "cluster", "pool", "production")]
    for number in range(count):
        change = "replace" if number == count - 1 else ""
        nodes.append(
            Node(f"e{number}", "engine", f"<etl-{number}>", "production", "pool", "PAIRED", "", change)
        )
        nodes.append(Node(f"p{number}", "profile", "heap", "production", f"e{number}"))
    return Topology(tuple(nodes))


@pytest.mark.parametrize("count", [0, 3, 12, 150])
def test_a_picture_is_well_formed_and_always_the_same(count: int) -> None:
    text = svg(fleet(count), "a & b")
    assert text == svg(fleet(count), "a & b")
    assert ET.fromstring(text).tag.endswith("svg")  # noqa: S314 - our own picture
    assert text.count('class="card ') < 20
    assert ("&lt;etl-" in text) == (count > 0)


def test_folding_keeps_changed_engines_and_loses_none() -> None:
    small = folded(fleet(150))
    assert f"<etl-{149}>" in {node.name for node in small.nodes}, "a changed engine is shown"
    (group,) = [node for node in small.nodes if node.name == "139 more engines"]
    assert len(small.children(group.key, "profile")) == 139
    assert folded(fleet(12)) == fleet(12)


def change() -> tuple[Topology, Topology]:
    """Return topologies with an engine for each kind of change, and one whose run profile changes."""

    def engine(name: str, mark: str = "", inside: str = "", status: str = "PAIRED") -> Node:
        return Node(f"urn:{name}", "engine", name, "production", inside, status, "", mark)

    def profile(mark: str) -> Node:
        return Node("urn:heap", "profile", "heap", "production", "urn:stays", "", "-Xmx1g", mark)

    pools = [Node(f"urn:{name}", "cluster", name, "production") for name in ("a-pool", "b-pool")]
    before = [engine("moves", "move", "urn:a-pool"), engine("goes", "delete"), engine("anew", "replace")]
    after = [engine("moves", "move", "urn:b-pool"), engine("comes", "create", status="NOT_PAIRED")]
    after += [engine("anew", "replace", status="NOT_PAIRED")]
    both = [engine("stays")]
    return (
        Topology((*pools, *before, *both, profile("update"))),
        Topology((*pools, *after, *both, profile("update"))),
    )


def test_a_comparison_marks_each_change_by_a_word_and_not_only_by_colour() -> None:
    text = svg_comparison(*change(), "a & b")
    assert text == svg_comparison(*change(), "a & b")
    root = ET.fromstring(text)  # noqa: S314 - our own picture
    description = root.find("{*}desc")
    assert description is not None
    assert description.text == (
        "engine moves moved; engine comes created; engine anew replaced; profile heap changed;"
        " engine goes removed"
    )
    words = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    # Each once in the legend, and on the sides where the change is seen.
    assert words.count("+ created") == 2
    assert words.count("± replaced") == words.count("→ moved") == 3
    assert words.count("− removed") == 2  # noqa: RUF001 - a minus sign
    assert words.count("1 profile, changed") == 1
    assert words.count("1 profile") == 1
    borders = [
        line
        for line in text.splitlines()
        if line.startswith((".create", ".update", ".move", ".replace", ".d"))
    ]
    dashes = {line.partition("dasharray:")[2] for line in borders if "dasharray" in line}
    assert len(dashes) == 3, "the borders differ without their colours too"


def test_a_picture_has_its_colours_without_variables_of_css() -> None:
    for picture in (svg(fleet(3), "x"), svg_comparison(*change(), "x")):
        assert "var(" not in picture, "librsvg draws black boxes"
        style = picture.partition("<style>")[2].partition("@media")[0]
        for name in ("page", "frame", "box", "card", "t-create"):
            assert re.search(rf"\.{name}{{fill:#[0-9a-f]{{6}}}}", style)
        assert "font:" not in style, "not every renderer knows the shorthand"


def test_each_engine_has_the_same_position_on_both_sides() -> None:
    root = ET.fromstring(svg_comparison(*change(), "x"))  # noqa: S314 - our own picture
    at: dict[str, list[tuple[int, str]]] = {"stays": [], "anew": [], "comes": [], "goes": []}
    for one in root.iter("{http://www.w3.org/2000/svg}text"):
        if one.text in at:
            at[one.text].append((int(one.attrib["x"]), one.attrib["y"]))
    half = int(root.attrib["width"]) / 2
    for name in ("stays", "anew"):
        (left, height), (right, beside) = sorted(at[name])
        assert left < half < right
        assert height == beside
    assert [x > half for x, _ in at["comes"]] == [True]
    assert [x > half for x, _ in at["goes"]] == [False]
    assert sum(1 for one in root.iter() if one.attrib.get("class") == "outline") == 4, (
        "two places on each side"
    )


def test_both_sides_of_a_large_comparison_show_the_same_engines() -> None:
    before = fleet(30)
    new = Node("e00", "engine", "new", "production", "pool", "", "", "create")
    after = Topology((*before.nodes, new))
    sides = [folded(before, other_side=after), folded(after, other_side=before)]
    names = [{node.name for node in side.nodes_of_kind("engine")} for side in sides]
    assert names[1] - names[0] == {"new"}
    assert names[0] - names[1] == set()


def test_a_run_profile_of_a_cluster_that_does_not_exist_yet_is_inside_it() -> None:
    pool = step("create", "EngineCluster", "pool", new={"name": "pool", **PLACE})
    generic = step(
        "create",
        "RunProfile",
        "heap",
        new={"name": "heap", "processorType": "REMOTE_ENGINE_CLUSTER", "runtimeId": UNKNOWN},
        propertyDependencies={"runtimeId": [urn("EngineCluster", "pool")]},
    )
    (cluster,), (heap,) = (
        reviewed(pool, generic).after.nodes_of_kind(kind) for kind in ("cluster", "profile")
    )
    assert heap.parent_key == cluster.key
    assert heap.environment == cluster.environment


def test_an_engine_that_stays_without_its_resource_is_described_once() -> None:
    kept = engine("delete", "etl")
    kept["oldState"]["retainOnDelete"] = True
    found = reviewed(kept)
    text = svg_comparison(found.before, found.after, "change")
    assert text.count("engine etl") == 1


def test_a_tree_names_every_engine_its_profiles_and_their_changes() -> None:
    before, after = change()
    page = io.StringIO()
    tree(Topology((*after.nodes, *before.without_update_marks().nodes[3:4])), "x/[y]", page)
    lines = [line.rstrip() for line in page.getvalue().splitlines()]
    assert lines == [
        "x/[y]",
        "└── environment production",
        "    ├── cluster a-pool",
        "    ├── cluster b-pool",
        "    │   └── moves  paired  → moved",
        "    ├── comes  not paired  + created",
        "    ├── anew  not paired  ± replaced",
        "    ├── stays  paired",
        "    │   └── profile heap  -Xmx1g  ~ changed",
        "    └── goes  paired  − removed",  # noqa: RUF001 - a minus sign
    ]


def test_a_large_tree_is_folded_and_an_empty_one_says_so() -> None:
    page = io.StringIO()
    tree(fleet(150), "x", page)
    assert "139 more engines" in page.getvalue()
    assert "139 profiles" in page.getvalue()
    assert len(page.getvalue().splitlines()) < 40
    empty = io.StringIO()
    tree(Topology(()), "x", empty)
    assert "no engines and no clusters" in empty.getvalue()


@pytest.mark.assumes(runtime_list_delay=0)
def test_state_and_account_show_the_same_engines(
    stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up-token")
    monkeypatch.setenv("TALEND_API_URL", stack.simulator.url)
    stack.make("RemoteEngine", "etl", PLACE)
    path, picture = tmp_path / "state.json", tmp_path / "picture.svg"
    path.write_text(stack.text())
    assert cli.main(["graph", "--state", str(path), "--output", str(picture)]) == Exit.SUCCESS
    assert cli.main(["graph", "--live"]) == Exit.SUCCESS
    for text in (picture.read_text(), capsys.readouterr().out):
        assert ">etl</text>" in text
        assert ">environment production</text>" in text
    assert cli.main(["graph", "--state", str(path), "--format", "mermaid"]) == Exit.SUCCESS
    assert capsys.readouterr().out.startswith("flowchart LR")
    assert cli.main(["graph", "--state", str(path), "--format", "tree"]) == Exit.SUCCESS
    printed = capsys.readouterr().out
    assert "    └── etl  not paired" in printed
    assert (
        cli.main(["graph", "--state", str(path), "--format", "tree", "--output", str(picture)])
        == Exit.SUCCESS
    )
    assert picture.read_text() == printed
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert cli.main(["graph", "--state", str(path)]) == Exit.SUCCESS
    assert "environment production" in capsys.readouterr().out.splitlines()[1], "a tree at a terminal"
    monkeypatch.undo()
    assert cli.main(["graph", "--state", str(path), "--json"]) == Exit.SUCCESS
    (node,) = json.loads(capsys.readouterr().out)["nodes"]
    assert (node["kind"], node["name"], node["environment"]) == ("engine", "etl", "production")


@pytest.mark.assumes(name_length=None)
def test_long_names_do_not_widen_the_tree_on_a_terminal(
    stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "x" * 255
    engine = stack.make("RemoteEngine", long, PLACE)
    stack.make(
        "RemoteEngineRunProfile",
        long,
        {"engineId": engine, "type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"]},
    )
    path = tmp_path / "state.json"
    path.write_text(stack.text())
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert cli.main(["graph", "--state", str(path)]) == Exit.SUCCESS
    lines = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out).splitlines()
    assert max(map(len, lines)) <= 100


def test_the_installed_version_of_an_engine_is_shown(
    stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up-token")
    monkeypatch.setenv("TALEND_API_URL", stack.simulator.url)
    spec = find("RemoteEngine")
    engine = stack.make("RemoteEngine", "etl", PLACE)
    stack.change(lambda account: account["remoteEngines"][0].update(status="PAIRED", version="2.13.4"))
    assert cli.main(["list", "engines"]) == Exit.SUCCESS
    header, line = capsys.readouterr().out.splitlines()
    assert line.split()[header.split().index("version")] == "2.13.4"
    assert cli.main(["graph", "--live", "--format", "tree"]) == Exit.SUCCESS
    assert "etl  paired, 2.13.4" in capsys.readouterr().out
    (held,) = stack.resources
    assert held["outputs"].get("version") is None
    with stack.session() as session:
        found = lifecycle_of(spec).read(session, engine, held["outputs"])
    assert found is not None
    held["outputs"] = found.outputs
    assert held["outputs"]["version"] == "2.13.4"
    path = tmp_path / "state.json"
    path.write_text(stack.text())
    for form in ("tree", "mermaid", "svg", "json"):
        assert cli.main(["graph", "--state", str(path), "--format", form]) == Exit.SUCCESS
        assert "2.13.4" in capsys.readouterr().out


def test_invalid_input_is_a_usage_error_of_one_line(
    stack: Stack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stack.make("RemoteEngine", "etl", PLACE)
    path = tmp_path / "state.json"
    path.write_text(stack.text())
    for arguments in (
        [],
        ["--live", "--state", str(path)],
        ["--preview", str(path)],
        ["--preview", "--live"],
        ["--state", str(path), "--output", str(tmp_path)],
    ):
        assert cli.main(["graph", *arguments]) == Exit.USAGE
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("error: ") for line in lines)
