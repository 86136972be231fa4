"""`python -m tools.toolchain`: print the folder of a working `pulumi` on stdout, and progress on stderr."""

import sys

from tools.toolchain.errors import ToolchainError
from tools.toolchain.find import engine_folder


def main() -> int:
    """Return the exit code: 0 if a folder was printed, otherwise 1."""
    try:
        folder = engine_folder()
    except ToolchainError as error:
        print(f"toolchain: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("toolchain: interrupted; run it again to continue", file=sys.stderr)
        return 130
    print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
