"""Completion in the shells."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from talend_processing.cli import app as cli
from talend_processing.cli.shared.exits import Exit


@pytest.mark.posix
def test_bash_completes_commands_arguments_and_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", "bash"]) == Exit.SUCCESS
    script = capsys.readouterr().out
    for typed, completed in (
        ("talend-processing chec", "check"),
        ("talend-processing list tas", "tasks task-executions"),
        ("talend-processing dri", "drift"),
        ("talend-processing graph --form", "--format"),
        ("talend-processing run promotion --keep-target-res", "--keep-target-resources"),
    ):
        words = typed.split()
        quoted = " ".join(f"'{word}'" for word in words)
        asked = (
            f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1};"
            ' _talend_processing; echo "${COMPREPLY[@]}"'
        )
        done = subprocess.run(["bash", "-c", script + asked], capture_output=True, text=True, check=True)
        assert done.stdout.split() == completed.split()


SHELLS = {
    "bash": 'eval "$SCRIPT"; complete -p talend-processing',
    "zsh": 'autoload -U compinit; compinit -D; eval "$SCRIPT"; print $_comps[talend-processing]',
    "fish": "echo $SCRIPT | string collect | source; complete -C 'talend-processing run '",
}


@pytest.mark.posix
@pytest.mark.parametrize("shell", [shell for shell in SHELLS if shell == "bash" or shutil.which(shell)])
def test_a_shell_accepts_the_printed_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", shell]) == Exit.SUCCESS
    script = capsys.readouterr().out
    done = subprocess.run(
        [shell, "-c", SHELLS[shell]],
        env={**os.environ, "SCRIPT": script},
        capture_output=True,
        text=True,
        check=True,
    )
    words = {"bash": "_talend_processing", "zsh": "_cyclopts_talend-processing", "fish": "promotion"}
    assert words[shell] in done.stdout
    assert done.stderr == ""


def test_the_zsh_script_registers_itself_and_the_fish_script_offers_no_files(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cli.main(["completion", "zsh"])
    script = capsys.readouterr().out
    assert "\n_cyclopts_talend-processing() {" in script
    assert '  _cyclopts_talend-processing "$@"\nelse\n  compdef _cyclopts_talend-processing' in script
    cli.main(["completion", "fish"])
    assert "complete -c talend-processing -f -n" in capsys.readouterr().out
