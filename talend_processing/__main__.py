"""The command line: `talend-processing`, or `python -m talend_processing`."""

from __future__ import annotations

import sys
from typing import Final

_CLI_PACKAGES: Final = frozenset({"cyclopts", "rich"})
"""The packages that the extra `cli` installs."""
_EXIT_FAILED: Final = 1
_EXIT_USAGE: Final = 2


def main() -> int:
    """Run the command line and return its exit code. `cli/shared/exits.py` lists the exit codes."""
    try:
        from talend_processing.cli import app as cli  # noqa: PLC0415 - needs the extra `cli`

        return cli.main()
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _CLI_PACKAGES:
            raise
        sys.stderr.write(f"error: {error.name} is not installed: pip install 'talend-processing[cli]'\n")
        return _EXIT_USAGE
    except KeyboardInterrupt:  # while the command line was imported
        sys.stderr.write("interrupted\n")
        return _EXIT_FAILED


if __name__ == "__main__":
    sys.exit(main())
