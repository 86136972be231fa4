"""Download the official release with Pulumi's SDK."""

import socket
import subprocess
import sys
from pathlib import Path
from urllib.error import URLError

from tools.toolchain.errors import UnavailableError
from tools.toolchain.progress import heartbeat, say
from tools.toolchain.recipe import VERSION

CONNECT_SECONDS = 15.0
WHOLE_SECONDS = 900.0


def download(root: Path) -> None:
    """Install the official release into `root`, which gets a `bin`.

    The download runs in a separate process, because the SDK has no timeout.
    """
    say(f"downloading pulumi {VERSION}")
    command = [sys.executable, "-m", "tools.toolchain.download", str(root)]
    try:
        with heartbeat(lambda: "downloading"):
            answer = subprocess.run(
                command,
                cwd=Path(__file__).parents[2],
                capture_output=True,
                encoding="utf-8",
                timeout=WHOLE_SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise UnavailableError(f"the download did not end within {WHOLE_SECONDS:.0f} s") from None
    if answer.returncode != 0:
        said = (answer.stderr.strip() or "nothing").splitlines()[-1]
        raise UnavailableError(f"pulumi {VERSION} cannot be downloaded here ({said})")


def fetch(root: str) -> None:
    """Let the SDK download and install the release. If that fails, exit with one line on stderr."""
    from pulumi.automation import PulumiCommand  # noqa: PLC0415  takes half a second, and only this process needs it
    from semver import VersionInfo  # noqa: PLC0415

    socket.setdefaulttimeout(CONNECT_SECONDS)
    try:
        PulumiCommand.install(root=root, version=VersionInfo.parse(VERSION))
    except subprocess.CalledProcessError as error:
        output = error.output or b""
        sys.exit((output.decode(errors="replace").strip() or str(error)).splitlines()[-1])
    except URLError as error:
        sys.exit(str(error.reason))
    except (OSError, RuntimeError) as error:
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    fetch(sys.argv[1])
