"""The pinned version to install, and a hash of everything that the build uses."""

import hashlib
import platform
import re
from pathlib import Path

VERSION = "3.259.0"
"""The engine that is downloaded or built."""

MINIMUM_VERSION = (3, 254, 0)
"""The oldest `pulumi` on PATH that will do: `pulumi import --file` with inputs came with it."""

MODULE = Path(__file__).parent / "engine"
"""The Go module that pins the engine and all it depends on."""

PULUMI = "pulumi"
LANGUAGE_HOST = "pulumi-language-python"
EXEC_SCRIPT = "pulumi-language-python-exec"
DYNAMIC_SCRIPT = "pulumi-resource-pulumi-python"
EXECUTABLES = (PULUMI, LANGUAGE_HOST, EXEC_SCRIPT, DYNAMIC_SCRIPT)
"""What an installation needs to have to run Python programs with dynamic resources."""

GO_PROGRAMS = ("github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", f"./{LANGUAGE_HOST}")
"""What is compiled: the engine, and the language host that is in `MODULE` because Pulumi publishes none."""

PACKAGES = 1700
"""About as many does a build compile that finds nothing in Go's cache."""
SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3"
SDK_SCRIPTS = {
    EXEC_SCRIPT: Path("python/cmd") / EXEC_SCRIPT,
    DYNAMIC_SCRIPT: Path("python/dist") / DYNAMIC_SCRIPT,
}
"""The scripts an official installation takes from the Go module of the SDK."""

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
    """Return the Go version that the module asks for."""
    found = re.search(r"^go (\S+)$", (MODULE / "go.mod").read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise ValueError(f"{MODULE / 'go.mod'} has no line that says which Go it needs")
    return found[1]
