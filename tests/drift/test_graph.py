"""The topology as a picture: from a state and the live account, folded when there are many."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from held_stack import PLACE, Stack

from talend_processing import cli
from talend_processing.commands.exits import Exit
from talend_processing.review.folding import folded
from talend_processing.review.svg import svg
from talend_processing.review.topology import Node, Topology


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


def test_folding_keeps_what_changes_and_loses_no_engine() -> None:
    small = folded(fleet(150))
    assert f"<etl-{149}>" in {node.name for node in small.nodes}, "a changed engine is shown"
    (group,) = [node for node in small.nodes if node.name == "139 more engines"]
    assert len(small.inside(group.key, "profile")) == 139
    assert folded(fleet(12)) == fleet(12)


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
    assert cli.main(["graph", "--state", str(path), "--json"]) == Exit.SUCCESS
    (node,) = json.loads(capsys.readouterr().out)["nodes"]
    assert (node["kind"], node["name"], node["environment"]) == ("engine", "etl", "production")


def test_bad_input_is_one_line_and_a_usage_error(
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
