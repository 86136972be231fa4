from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
import yaml

from benchmarks.simulator import Figure, seed
from talend_processing.simulator import Simulator
from tools.docs import simulator_tables

TEXT = simulator_tables.PAGE.read_text()


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_the_tables_match_the_code() -> None:
    assert simulator_tables.page(TEXT) == TEXT, "run `python -m tools.docs.simulator_tables`"


def test_the_doctests_of_the_page_pass() -> None:
    test = doctest.DocTestParser().get_doctest("\n".join(blocks("python")), {}, "simulator.md", None, 0)
    assert test.examples
    printed: list[str] = []
    doctest.DocTestRunner().run(test, out=printed.append)
    assert "".join(printed) == ""


def test_the_seed_of_the_page_loads_and_its_error_is_accurate(tmp_path: Path) -> None:
    (text,) = blocks("yaml")
    file = tmp_path / "seed.yaml"
    file.write_text(text)
    assert Simulator(seed=file).state()["tasks"][0]["outcomes"] == ["failure", "success"]
    file.write_text("environments:\n  - name: x\n    nom: x\n")
    with pytest.raises(ValueError, match="invalid seed") as caught:
        Simulator(seed=file)
    (shown,) = blocks("text")
    assert shown.strip() == f"error: {str(caught.value).replace(str(tmp_path) + '/', '')}"


def test_the_page_has_its_figures() -> None:
    figures = TEXT.partition("<!-- figures: begin -->")[2]
    assert figures.count(" | < ") == 8
    assert "python -m benchmarks.simulator" in figures


def test_a_benchmark_reports_whether_its_goal_is_met() -> None:
    assert Figure("page", 3.14159, "ms", 20).row() == ("page", "3.14 ms", "< 20 ms: met")
    assert Figure("page", 20.0, "ms", 20).row()[2].endswith("missed")


def test_the_seed_of_the_benchmark_loads() -> None:
    with_runs = Simulator(seed=yaml.safe_load(yaml.safe_dump(seed(10, 1_800_000_000_000))))
    assert len(with_runs.state()["taskExecutions"]) == 10
