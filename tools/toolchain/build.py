"""The build of the engine from its Go module, with the scripts of the SDK."""

import os
import re
import shutil
import subprocess
from collections import deque
from pathlib import Path

from tools.toolchain import recipe
from tools.toolchain.errors import ToolchainError, UnavailableError
from tools.toolchain.progress import heartbeat, say

INSTALL_PULUMI = "install pulumi (https://www.pulumi.com/docs/install/) so that it is on PATH"
INSTALL_ADVICE = f"{INSTALL_PULUMI}, or Go"


def build(root: Path) -> None:
    """Build into `root`, which gets a `bin` with all executables."""
    go = go_command()
    binaries = root / "bin"
    binaries.mkdir(parents=True)
    say(f"building pulumi {recipe.VERSION} with Go, about 5 minutes the first time")
    compile_programs(go, binaries)
    sdk = sdk_folder(go)
    for name, place in recipe.SDK_SCRIPTS.items():
        try:
            shutil.copyfile(sdk / place, binaries / name)
        except OSError as error:
            raise ToolchainError(f"the SDK's Go module has no {place}: {error.strerror}") from error
        (binaries / name).chmod(0o755)


def go_environment() -> dict[str, str]:
    """Return the environment for Go: the user's, except for two settings that would change the result."""
    return {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"}


def go_command() -> str:
    """Return the command of a Go that is new enough."""
    needed = recipe.minimum_go()
    go = shutil.which("go")
    if go is None:
        raise UnavailableError(f"no Go on PATH: {INSTALL_ADVICE} {needed} or later")
    # Run in the module's folder, where Go downloads a newer version of itself if that is allowed.
    answer = subprocess.run(
        [go, "env", "GOVERSION"],
        cwd=recipe.MODULE,
        env=go_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if answer.returncode != 0:
        said = (answer.stderr.strip() or "nothing").splitlines()[-1]
        raise UnavailableError(f"{go} cannot be used: {INSTALL_ADVICE} {needed} or later ({said})")
    present = answer.stdout.strip().removeprefix("go")
    if numbers(present) < numbers(needed):
        raise UnavailableError(f"Go {present} is too old: {INSTALL_ADVICE} {needed} or later")
    return go


def numbers(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a Go version, as in 1.26rc1 or 1.25.11."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def compile_programs(go: str, binaries: Path) -> None:
    """Run the Go build, and keep its last lines for the error."""
    command = [go, "build", "-v", *recipe.BUILD_FLAGS, "-o", f"{binaries}/", *recipe.GO_PROGRAMS]
    last: deque[str] = deque(maxlen=6)
    count = 0
    with (
        subprocess.Popen(
            command,
            cwd=recipe.MODULE,
            env=go_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process,
        heartbeat(lambda: f"building: {count} of at most {recipe.PACKAGES:,} packages"),
    ):
        try:
            for line in process.stdout or ():
                last.append(line.strip())
                count += 1
        except BaseException:
            process.terminate()
            raise
    if process.returncode != 0:
        raise build_error(process.returncode, [line for line in last if line])


def build_error(code: int, lines: list[str]) -> ToolchainError:
    """Return an error with the end of a build's output."""
    output = "\n  ".join(lines) or "no output"
    if "no space left on device" in output:
        return ToolchainError(
            "the disk filled up while pulumi was built: "
            "make room (about 3 GB) where `go env GOCACHE GOMODCACHE` point"
        )
    return ToolchainError(
        f"go build of pulumi {recipe.VERSION} ended with {code}; try again, or {INSTALL_PULUMI}; "
        f"its last lines:\n  {output}"
    )


def sdk_folder(go: str) -> Path:
    """Return the folder of the SDK's module."""
    answer = subprocess.run(
        [go, "list", "-m", "-f", "{{.Dir}}", recipe.SDK_MODULE],
        cwd=recipe.MODULE,
        env=go_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if answer.returncode != 0 or not answer.stdout.strip():
        raise ToolchainError(f"Go cannot find {recipe.SDK_MODULE}: {answer.stderr.strip()}")
    return Path(answer.stdout.strip())
