"""`talend-processing completion`: print the completion script for a shell."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final, Literal, TypeAlias

from cyclopts import App

from talend_processing.cli.shared.exits import Exit

Shell: TypeAlias = Literal["bash", "zsh", "fish"]

_ADDITIONS: Final = {
    "bash": "",
    # The generated script only defines a function. If zsh loads the script from fpath, the script must also
    # call the function. Otherwise the script must register the function.
    "zsh": """
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _cyclopts_talend-processing "$@"
else
  compdef _cyclopts_talend-processing talend-processing
fi
""",
    # Without these lines, fish offers files where only commands and ids are valid.
    "fish": """
set -l takes_files simulator review drift graph export adopt
complete -c talend-processing -f -n "not __fish_seen_subcommand_from $takes_files"
""",
}
"""Lines to append to the script that cyclopts generates for a shell."""


def completion_of(app: App) -> Callable[[Shell], Exit]:
    """Return the function for the command `completion`, which knows all commands of the application."""

    def completion(shell: Shell, /) -> Exit:
        """Print the script that completes the commands of talend-processing in a shell.

        For bash, add this line to `~/.bashrc`: `eval "$(talend-processing completion bash)"`.

        For zsh, add this line to `~/.zshrc` after `compinit`: `eval "$(talend-processing completion zsh)"`.
        Or save the output as the file `_talend-processing` in a folder of `fpath`.

        For fish, save the output as the file `~/.config/fish/completions/talend-processing.fish`.

        Args:
            shell: The shell.

        """
        sys.stdout.write(app.generate_completion(shell=shell) + _ADDITIONS[shell])
        return Exit.SUCCESS

    return completion
