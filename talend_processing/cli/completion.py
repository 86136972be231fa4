"""`talend-processing completion`: what lets a shell complete the commands."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final, Literal, TypeAlias

from cyclopts import App

from talend_processing.cli.shared.exits import Exit

Shell: TypeAlias = Literal["bash", "zsh", "fish"]

_COMPLETED: Final = {
    "bash": "",
    # The script only defines a function: it is called where a file of fpath is loaded, else announced.
    "zsh": """
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _cyclopts_talend-processing "$@"
else
  compdef _cyclopts_talend-processing talend-processing
fi
""",
    # Files stand beside commands and ids otherwise, where there are none to name.
    "fish": """
set -l takes_files simulator review drift graph export adopt
complete -c talend-processing -f -n "not __fish_seen_subcommand_from $takes_files"
""",
}
"""What the generated scripts lack."""


def completion_of(app: App) -> Callable[[Shell], Exit]:
    """The command for an application, which must hold all its commands when it is called."""

    def completion(shell: Shell, /) -> Exit:
        """Print what lets a shell complete these commands.

        For bash, a line of `~/.bashrc`: `eval "$(talend-processing completion bash)"`.

        For zsh, a line of `~/.zshrc` after `compinit`: `eval "$(talend-processing completion zsh)"`; or what
        it prints as the file `_talend-processing` in a folder of `fpath`.

        For fish, what it prints as the file `~/.config/fish/completions/talend-processing.fish`.

        Args:
            shell: The shell.

        """
        sys.stdout.write(app.generate_completion(shell=shell) + _COMPLETED[shell])
        return Exit.SUCCESS

    return completion
