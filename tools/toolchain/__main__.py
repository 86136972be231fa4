"""`python -m tools.toolchain`: print the folder of a working `pulumi`, progress apart."""

import sys

from tools.toolchain.errors import ToolchainError
from tools.toolchain.find import engine_folder


def main() -> int:
    """Return the exit code: 0 with a folder printed, 1 without one."""
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
