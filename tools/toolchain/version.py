"""The version of a `pulumi`, from its own output."""

import os
import re
import subprocess
from pathlib import Path

from tools.toolchain.errors import UnavailableError

Version = tuple[int, int, int]


def version_of(pulumi: Path) -> Version:
    """Return the version that `pulumi version` prints.

    Raises:
        UnavailableError: The executable does not run, or prints no version.

    """
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        answer = subprocess.run(
            [pulumi, "version"],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnavailableError(f"{pulumi} does not run: {error}") from error
    found = re.match(r"v?(\d+)\.(\d+)\.(\d+)", answer.stdout.strip())
    if answer.returncode != 0 or found is None:
        said = (answer.stderr.strip() or answer.stdout.strip() or "nothing").splitlines()[-1]
        raise UnavailableError(f"{pulumi} version ended with {answer.returncode} and said: {said}")
    return int(found[1]), int(found[2]), int(found[3])


def text(version: Version) -> str:
    """Return a version as text, such as `3.259.0`."""
    return ".".join(str(part) for part in version)
