"""The client is imported without unused modules, and a process exits without a search for garbage."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import gc, sys
from talend_processing.short_processes import fast_imports
try:
    with fast_imports():
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


def test_httpx_is_imported_without_its_command_line_and_the_process_is_unchanged() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout == "['httpx']\n"


def test_modules_imported_before_stay_imported() -> None:
    script = "import httpx._main as before\n" + SCRIPT.replace(
        'assert "httpx._main" not in sys.modules', 'assert sys.modules["httpx._main"] is before'
    )
    subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)


def test_a_look_up_of_a_program_loads_neither_the_command_line_of_httpx_nor_the_detector_of_secrets() -> None:
    script = (
        "import sys\n"
        "from talend_processing.provider.declare.program import program_client\n"
        "program_client()\n"
        "never = {'click', 'pygments', 'rich', 'talend_processing.secret_text'}\n"
        "print(sorted({'httpx', *never} & set(sys.modules)))"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TALEND_")}
    account = {"TALEND_ACCESS_TOKEN": "made-up-token", "TALEND_API_URL": "http://127.0.0.1:1"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=clean | account, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['httpx']\n"


CYCLE = """
import sys
from talend_processing.short_processes import fast_exit

class Noisy:
    def __init__(self):
        self.itself = self
    def __del__(self):
        print("collected")

kept = Noisy()
{end}
print("end", end="")
sys.exit(3)
"""


def test_a_fast_exit_collects_no_garbage_and_keeps_the_output_and_the_exit_code() -> None:
    def run(end: str) -> tuple[int, str]:
        script = CYCLE.format(end=end)
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    assert run("") == (3, "endcollected\n")
    assert run("fast_exit()") == (3, "end")
