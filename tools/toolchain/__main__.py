"""`python -m tools.toolchain`: print the folder of a working `pulumi` on stdout, and progress on stderr."""

import sys

from tools.toolchain.errors import ToolchainError
from tools.toolchain.find import engine_folder


def main() -> int:
    """Print the folder. Return the exit code: 0 with a folder, 1 without one, 130 after Ctrl-C."""
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
