"""The pytest plugin in a separate session, as in a user's project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.toolchain.find import engine_folder

pytestmark = pytest.mark.slow


pytest_plugins = ["pytester"]

PROGRAM = """
import pytest
import talend_processing as talend
from talend_processing.testing import assert_creates, assert_no_changes

def program() -> None:
    development = talend.find_environment(name="development")
    talend.RemoteEngine("etl-1", environment_id=development.id)
"""
LIFE = """
def test_an_engine_is_made_once(talend_stack, talend_simulator):
    stack = talend_stack(program)
    assert_creates(stack.changes(), {"etl-1"})
    stack.up()
    assert_no_changes(stack.changes())
    (engine,) = talend_simulator.state()["remoteEngines"]
    assert engine["name"] == "etl-1"
    talend_simulator.pair(engine["id"])
    stack.refresh()
    assert stack.resources()[0]["outputs"]["status"] == "PAIRED"
    stack.destroy()
    assert talend_simulator.state()["remoteEngines"] == []
"""
CREATE = """
def test_an_engine_is_created(talend_stack, talend_simulator):
    talend_stack(program).up()
    (engine,) = talend_simulator.state()["remoteEngines"]
    assert engine["name"] == "etl-1"
"""


@pytest.fixture(scope="module")
def pulumi() -> Path:
    """Find the engine before pytester gives each test its own home folder."""
    return engine_folder()


@pytest.mark.parametrize(
    ("where", "test"), [("thread", LIFE), ("process", CREATE)], ids=["thread", "process"]
)
def test_a_program_is_tested_without_set_up(
    pulumi: Path, pytester: pytest.Pytester, where: str, test: str
) -> None:
    pytester.makepyfile(PROGRAM + test)
    pytester.makeini(f"[pytest]\ntalend_simulator = {where}\n")
    done = pytester.runpytest_subprocess("--talend-pulumi", str(pulumi))
    done.assert_outcomes(passed=1)


def test_without_a_pulumi_a_test_fails_and_says_what_to_do(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile("def test_it(talend_stack): pass")
    monkeypatch.delenv("TALEND_TEST_PULUMI", raising=False)
    monkeypatch.setenv("PATH", str(pytester.path))
    done = pytester.runpytest_subprocess()
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*there is no pulumi on PATH: install it*--talend-pulumi*"])


def test_seed_and_switches_can_be_overridden_by_fixtures(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        import pytest

        @pytest.fixture
        def talend_seed():
            return {"environments": [{"id": "env-1", "name": "test"}]}

        @pytest.fixture
        def talend_switches():
            return {"execution_seconds": 7, "engine_tokens": None}

        def test_it(talend_simulator):
            assert [one["name"] for one in talend_simulator.state()["environments"]] == ["test"]
            assert talend_simulator.switches()["execution_seconds"] == 7
        """)
    for where in ("thread", "process"):
        pytester.makeini(f"[pytest]\ntalend_simulator = {where}\n")
        pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_an_unknown_value_of_talend_simulator_is_refused(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(talend_simulator): pass")
    pytester.makeini("[pytest]\ntalend_simulator = moon\n")
    done = pytester.runpytest_subprocess()
    done.stdout.fnmatch_lines(["*talend_simulator must be `thread` or `process`, not 'moon'*"])
    done.assert_outcomes(errors=1)


def test_importing_the_plugin_loads_no_large_package() -> None:
    code = (
        "import sys, pytest; import talend_processing.testing.fixtures, talend_processing.testing as testing;"
        "print(sorted({'pulumi', 'httpx', 'pydantic', 'starlette', 'yaml', 'grpc'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
