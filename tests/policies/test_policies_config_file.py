"""`python -m talend_processing.policies`: the pack's folder, and a config file checked first."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from waiting import PATIENCE

from talend_processing import policies
from talend_processing.policies.config_file import check_config
from talend_processing.policies.settings import PolicyConfigError

PACK = Path(policies.__file__).parent / "pack"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "talend_processing.policies", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)


def test_the_module_prints_the_folder_of_the_pack_and_nothing_else() -> None:
    done = run()
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{PACK}\n", "")
    assert (PACK / "PulumiPolicy.yaml").is_file()


def test_the_folder_is_printed_after_a_valid_config_file(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text(json.dumps({"all": "mandatory", "heap-within-limits": {"maxHeapMb": 4096}}))
    assert run(str(file)).stdout == f"{PACK}\n"


def test_a_misspelt_policy_is_refused_and_no_folder_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text(json.dumps({"heap-within-limit": {"maxHeapMb": 4096}}))
    done = run(str(file))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"error: {file}: unknown policy heap-within-limit; the policies are " in done.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a": 1', "line 1, column 8: not JSON"),
        ("[]", "must contain an object"),
        ('{"heap-within-limits": 7}', "policy heap-within-limits: the value must be a level, or an object"),
        ('{"heap-within-limits": "strict"}', "enforcementLevel is 'strict'; the levels are advisory"),
        ('{"heap-within-limits": {"maxHeap": 1}}', "unknown setting maxHeap; its settings are maxHeapMb"),
        ('{"heap-within-limits": {"maxHeapMb": "much"}}', "maxHeapMb does not match its schema"),
        (
            '{"production-engines-protected": {"kinds": ["RemotEngine"]}}',
            "kinds does not match its schema: 'RemotEngine' is not one of ['EngineCluster', ",
        ),
        (
            '{"names-match-pattern": {"patterns": {"Engine": "^a"}}}',
            "patterns does not match its schema: 'Engine' is not one of ['AdvancedRunProfile', ",
        ),
        (
            '{"names-match-pattern": {"patterns": {"RemoteEngine": "("}}}',
            "patterns does not match its schema: '(' is not a 'regex' (missing )",
        ),
        ('{"all": "strict"}', "all: 'strict' is not a level"),
        ('{"all": {"enforcementLevel": "strict"}}', "all: 'strict' is not a level"),
    ],
)
def test_an_error_names_the_file_and_the_location(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "config.json"
    file.write_text(text)
    with pytest.raises(PolicyConfigError) as caught:
        check_config(file)
    assert str(caught.value).startswith(str(file))
    assert says in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyConfigError, match=r"none\.json cannot be read"):
        check_config(tmp_path / "none.json")
