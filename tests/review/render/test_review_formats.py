"""The output formats of a review, without an engine."""

from __future__ import annotations

import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft7Validator
from previews import SECRET, engine, fleet, profile, reviewed, step

from talend_processing.graph.mermaid import mermaid
from talend_processing.graph.svg import svg
from talend_processing.graph.svg_comparison import svg_comparison
from talend_processing.graph.tree import tree
from talend_processing.review.findings.report import review
from talend_processing.review.render.json_report import json_report
from talend_processing.review.render.markdown import markdown
from talend_processing.review.render.sarif import sarif
from talend_processing.review.render.terminal import terminal
from talend_processing.stack.preview import read_preview


def test_names_cannot_break_out_of_a_report() -> None:
    name = 'x`|<script>\n@all "#'
    found = reviewed(engine("delete", "etl") | {"oldState": engine("delete", name)["oldState"]})
    rows = [line for line in markdown(found).splitlines() if line.startswith("| 🔴")]
    assert len(rows) == 1
    assert rows[0].count("`") % 2 == 0
    assert rows[0].replace("\\|", "").count("|") == 5
    drawn = mermaid(found.before)
    assert "<script>" not in drawn
    assert "#lt;script#gt; @all #quot;#35;" in drawn


def test_the_name_of_a_cluster_that_an_engine_leaves_is_shown_as_code() -> None:
    given = {"name": "<img src=x>", "remoteEngines": ["id-of-etl"]}
    pool = step("same", "EngineCluster", "pool", old=given, new=given)
    (gone,) = reviewed(engine("delete", "etl"), pool).findings
    assert "cluster `<img src=x>` keeps 0 engines" in gone.details


@pytest.mark.slow
def test_a_comment_fits_the_limit_of_github() -> None:
    text = markdown(review(read_preview(fleet(3000))))
    assert len(text) < 65_536
    assert "more findings of the same or a lower risk" in text


def test_a_review_without_findings_says_that_nothing_is_affected() -> None:
    found = reviewed(engine("same", "etl"))
    assert "Nothing that runs is affected" in markdown(found)
    page = io.StringIO()
    terminal(found, page)
    assert "Nothing that runs is affected" in page.getvalue()


def test_the_json_report_names_rule_id_and_position() -> None:
    document_ = json.loads(json_report(reviewed(engine("delete", "etl"))))
    assert (document_["version"], document_["risk"]) == (1, "high")
    (found,) = document_["findings"]
    assert (found["rule"], found["id"], found["position"]) == (
        "engine-deleted",
        "id-of-etl",
        {"path": "__main__.py", "line": 7},
    )
    (node,) = document_["before"]
    assert " ".join(node) == "key kind name environment inside status note change version"


def test_secrets_are_masked_in_every_format() -> None:
    change = profile("update", "heap", (SECRET, ["-Dx.password=hunter", "-Dtoken=hunter"]), of="etl")
    found = reviewed(engine("replace", "etl"), change)
    page = io.StringIO()
    terminal(found, page)
    text = "".join([page.getvalue(), markdown(found), json_report(found), sarif(found)])
    assert "hunter" not in text
    assert "v1:x" not in text


def test_control_characters_of_a_name_reach_neither_terminal_nor_picture() -> None:
    bad = "etl\x1b[2J\u202e\x00\x9b"
    found = reviewed(engine("replace", bad))
    page = io.StringIO()
    terminal(found, page)
    tree(found.after, "x", page)
    picture = svg_comparison(found.before, found.after, "x")
    texts = [page.getvalue(), markdown(found), mermaid(found.after), picture]
    assert all("etl" in text for text in texts)
    assert not [one for text in texts for one in "\x1b\u202e\x00\x9b" if one in text]
    ET.fromstring(picture)  # noqa: S314 - our own picture


def test_sarif_conforms_to_the_official_schema() -> None:
    found = reviewed(engine("replace", "a b"), engine("delete", "gone"), engine("create", "new"))
    written = json.loads(sarif(found, program_folder="/my infra/"))
    schema = json.loads((Path(__file__).parents[1] / "schemas" / "sarif-2.1.0.json").read_text())
    Draft7Validator.check_schema(schema)
    Draft7Validator(schema).validate(written)
    (run,) = written["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "my%20infra/__main__.py"
        assert place["region"]["startLine"] == (1 if result["ruleId"] == "engine-deleted" else 7)


@pytest.mark.parametrize(
    ("program", "uri"), [("", "__main__.py"), (".", "__main__.py"), ("./infra/", "infra/__main__.py")]
)
def test_the_folder_of_the_program_is_normalized_in_sarif(program: str, uri: str) -> None:
    (run,) = json.loads(sarif(reviewed(engine("create", "etl")), program_folder=program))["runs"]
    (result,) = run["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_pictures_show_engines_that_the_program_knows_only_by_id() -> None:
    before, after = ({"name": "pool", "remoteEngines": engines} for engines in (["a", "b"], ["a"]))
    found = reviewed(step("update", "EngineCluster", "pool", old=before, new=after))
    page = io.StringIO()
    tree(found.after, "x", page)
    drawn = [mermaid(found.after), svg(found.after, "x"), page.getvalue()]
    assert all("1 engine outside the program" in one and "no engines" not in one for one in drawn)
    both = svg_comparison(found.before, found.after, "x")
    assert "2 engines outside the program" in both
    assert "1 engine outside the program" in both
