"""A package imports each name on first use, and only once."""

from __future__ import annotations

from pathlib import Path

import pytest

from talend_processing.lazy import load

PACKAGE = """
from talend_processing.lazy import lazily

__all__ = ["Early", "Broken"]
__getattr__, __dir__ = lazily(globals(), {"Early": "early", "Broken": "broken"})
"""

MODULE = """
import threading
from talend_processing import lazy

others = []
other = threading.Thread(target=lambda: others.append(lazy._import_lock.acquire(blocking=False)))
other.start()
other.join()
ALONE = others == [False]
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package with a module that works and one that fails when it is imported."""
    folder = tmp_path / f"lazily_{tmp_path.name.replace('-', '_')}"
    folder.mkdir()
    (folder / "__init__.py").write_text(PACKAGE)
    (folder / "early.py").write_text("Early = object()\n")
    (folder / "broken.py").write_text("{}['missing']\n")
    monkeypatch.syspath_prepend(tmp_path)
    return folder.name


def test_a_name_is_found_and_kept(package: str) -> None:
    module = __import__(package)
    assert "Early" not in vars(module)
    found = module.Early
    assert vars(module)["Early"] is found is module.early.Early


def test_the_package_lists_its_names_before_any_is_imported(package: str) -> None:
    module = __import__(package)
    assert [name for name in dir(module) if not name.startswith("_")] == ["Broken", "Early"]
    assert "Early" not in vars(module)


def test_an_unknown_name_is_an_attribute_error(package: str) -> None:
    with pytest.raises(AttributeError, match=rf"module '{package}' has no attribute 'Late'"):
        _ = __import__(package).Late


def test_an_error_during_an_import_is_not_reported_as_an_unknown_name(package: str) -> None:
    with pytest.raises(KeyError, match="missing"):
        _ = __import__(package).Broken


def test_one_thread_imports_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loaded_alone.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    assert load("loaded_alone", "ALONE") is True
