"""The client is imported quickly, and the process is as it was afterwards."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import gc, sys
from talend_processing.provider.session.fast_imports import quickly
try:
    with quickly():
        assert not gc.isenabled()
        import httpx
        raise ValueError
except ValueError:
    pass
assert gc.isenabled()
assert "httpx._main" not in sys.modules
print(sorted({"click", "httpx", "rich"} & set(sys.modules)))
import httpx._main
"""


def test_httpx_comes_without_its_command_line_and_nothing_is_left_behind() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout == "['httpx']\n"


def test_what_was_imported_before_stays() -> None:
    script = "import httpx._main as before\n" + SCRIPT.replace(
        'assert "httpx._main" not in sys.modules', 'assert sys.modules["httpx._main"] is before'
    )
    subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
