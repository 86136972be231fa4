"""The states that a release keeps, so that later versions can be tested with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from talend_processing.version import __version__
from tools.release.changelog import ReleaseError
from tools.release.keep_states import ADDRESS, STATES, keep_state

PROGRAMS = sorted(STATES.glob("*/program.py"))


def test_programs_of_resources_and_of_runs_are_found() -> None:
    assert {program.parent.name for program in PROGRAMS} == {"resources", "runs"}


def test_a_kept_state_is_never_overwritten(tmp_path: Path) -> None:
    kept = tmp_path / f"{__version__}.json"
    kept.write_text("kept")
    with pytest.raises(ReleaseError, match="exists: set the version of the next release"):
        keep_state(PROGRAMS[0], tmp_path)
    assert kept.read_text() == "kept"


@pytest.mark.soak
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.parent.name)
def test_a_kept_state_has_the_resources_of_its_program_and_no_path_of_this_machine(
    program: Path, tmp_path: Path
) -> None:
    text = keep_state(program, tmp_path).read_text()
    (kept, *_) = sorted(program.parent.glob("*.json"))
    assert text.count('"urn"') == kept.read_text().count('"urn"')
    assert ADDRESS in text
    assert str(tmp_path) not in text
    assert str(Path.home()) not in text
    assert str(STATES.parents[2]) not in text
