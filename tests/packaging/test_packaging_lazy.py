"""Names that are imported when they are first asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from talend_processing.lazy import load

MODULE = """
import threading
from talend_processing import lazy

others = []
other = threading.Thread(target=lambda: others.append(lazy._one_at_a_time.acquire(blocking=False)))
other.start()
other.join()
ALONE = others == [False]
"""


def test_one_thread_imports_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loaded_alone.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    assert load("loaded_alone", "ALONE") is True
