"""`talend-processing completion`: what lets a shell complete the commands."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Literal, TypeAlias

from cyclopts import App

from talend_processing.commands.exits import Exit

Shell: TypeAlias = Literal["bash", "zsh", "fish"]


def completion_of(app: App) -> Callable[[Shell], Exit]:
    """The command for an application, which must hold all its commands when it is called."""

    def completion(shell: Shell, /) -> Exit:
        """Print what lets a shell complete these commands.

        In bash: `eval "$(talend-processing completion bash)"`.

        Args:
            shell: The shell.

        """
        sys.stdout.write(app.generate_completion(shell=shell))
        return Exit.SUCCESS

    return completion
