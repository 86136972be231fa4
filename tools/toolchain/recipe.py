"""The pinned version to install, and a hash of everything that the build uses."""

import hashlib
import platform
import re
from pathlib import Path

VERSION = "3.259.0"
"""The version of the engine to download or build."""

MINIMUM_VERSION = (3, 254, 0)
"""The oldest supported `pulumi` on PATH: the first with inputs in `pulumi import --file`."""

MODULE = Path(__file__).parent / "engine"
"""The Go module that pins the engine and its dependencies."""

PULUMI = "pulumi"
LANGUAGE_HOST = "pulumi-language-python"
EXEC_SCRIPT = "pulumi-language-python-exec"
DYNAMIC_SCRIPT = "pulumi-resource-pulumi-python"
EXECUTABLES = (PULUMI, LANGUAGE_HOST, EXEC_SCRIPT, DYNAMIC_SCRIPT)
"""The executables that Python programs with dynamic resources need."""

GO_PROGRAMS = ("github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", f"./{LANGUAGE_HOST}")
"""The compiled programs: the engine, and the language host in `MODULE`, because Pulumi publishes none."""

PACKAGES = 1700
"""Approximate number of packages that a build compiles with an empty Go cache."""
SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3"
SDK_SCRIPTS = {
    EXEC_SCRIPT: Path("python/cmd") / EXEC_SCRIPT,
    DYNAMIC_SCRIPT: Path("python/dist") / DYNAMIC_SCRIPT,
}
"""The scripts that an official installation takes from the Go module of the SDK."""

BUILD_FLAGS = (
    "-mod=readonly",
    "-trimpath",
    "-tags=osusergo,grpcnotrace",
    f"-ldflags=-s -w -X {SDK_MODULE}/go/common/version.Version=v{VERSION}",
)


def key() -> str:
    """Return the name of the cached installation: its version and its recipe."""
    digest = hashlib.sha256(
        "\0".join((VERSION, platform.system(), platform.machine(), *BUILD_FLAGS)).encode()
    )
    for file in (MODULE / "go.mod", MODULE / "go.sum", *sorted((MODULE / LANGUAGE_HOST).glob("*.go"))):
        digest.update(file.read_bytes())
    return f"{VERSION}-{digest.hexdigest()[:12]}"


def minimum_go() -> str:
    """Return the Go version that the module requires."""
    found = re.search(r"^go (\S+)$", (MODULE / "go.mod").read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise ValueError(f"{MODULE / 'go.mod'} has no line with the required version of Go")
    return found[1]
