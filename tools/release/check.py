"""`python -m tools.release.check [TAG]`: build a release and test it on the supported Pythons found here.

Without a tag it checks neither the version nor the changelog. It needs the package index to install the
dependencies of the release.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from talend_processing.version import __version__
from tools.release.changelog import CHANGELOG, ReleaseError, section

ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"
OLDEST, NEWEST = 11, 14
"""The supported minor versions of Python 3, from pyproject.toml."""
TWINE = "twine==6.2.0"
"""The major version is that of the workflow's upload action."""
UV = str(Path(sys.executable).with_name("uv"))


def check(tag: str | None) -> None:
    """Build the distributions, and install and test each as a user would.

    Raises:
        ReleaseError: The tag does not match the version or the changelog, or a step failed.

    """
    if tag is not None:
        if tag != f"v{__version__}":
            raise ReleaseError(
                f"the tag {tag} is not v{__version__}, the version in talend_processing/version.py"
            )
        section(CHANGELOG.read_text(encoding="utf-8"), tag)
    distributions = build()
    run(UV, "tool", "run", "--from", TWINE, "twine", "check", "--strict", *map(str, distributions))
    found = pythons()
    for name, python in found.items():
        for distribution in distributions:
            say(f"Python {name}: {distribution.name}")
            try_installed(python, distribution)
    try_demo(distributions)
    say(f"{DIST.name}/ works on Python {', '.join(found)}")


def build() -> tuple[Path, Path]:
    """Build the sdist, and the wheel from it, into dist/; raise an error if a second build differs.

    The version of hatchling comes from requirements.lock, pinned by its hash.
    """
    shutil.rmtree(DIST, ignore_errors=True)
    command = [UV, "build", "--quiet", "--no-build-isolation", "--python", sys.executable]
    run(*command, "--out-dir", str(DIST))
    (sdist,), (wheel,) = DIST.glob("*.tar.gz"), DIST.glob("*.whl")
    with tempfile.TemporaryDirectory() as again:
        run(*command, "--out-dir", again)
        for one in (sdist, wheel):
            if (Path(again) / one.name).read_bytes() != one.read_bytes():
                raise ReleaseError(
                    f"two builds of {one.name} differ: find out which part is not reproducible"
                )
    return sdist, wheel


def pythons() -> dict[str, str]:
    """Find an interpreter for each supported version: on PATH, or one that pyenv installed."""
    found: dict[str, str] = {}
    for minor in range(OLDEST, NEWEST + 1):
        for python in _candidates(f"python3.{minor}"):
            done = subprocess.run(
                [python, "-c", "import sys, ensurepip, venv; print('%d.%d' % sys.version_info[:2])"],
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            if done.stdout.strip() == f"3.{minor}":
                found[f"3.{minor}"] = python
                break
        else:
            say(f"Python 3.{minor}: not on this machine, not tested")
    return found


def _candidates(name: str) -> Iterator[str]:
    if on_path := shutil.which(name):
        yield on_path
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    yield from map(str, sorted(versions.glob(f"*/bin/{name}"), reverse=True))


def try_installed(python: str, distribution: Path) -> None:
    """Install a distribution with its extras into a fresh environment, import it and run some commands."""
    with tempfile.TemporaryDirectory() as folder:
        run(python, "-m", "venv", folder)
        installed = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin")
        fresh = str(installed / "python")
        what = f"{distribution}[cli,policies,testing]"
        run(UV, "pip", "install", "--quiet", "--python", fresh, what)
        imports = "import talend_processing as talend; [getattr(talend, name) for name in talend.__all__]"
        # Run in a separate folder, so that no checkout is on the path.
        for command in (
            [fresh, "-c", imports],
            [str(installed / "talend-processing"), "--version"],
            [str(installed / "talend-processing"), "check", "--help"],
            [fresh, "-m", "talend_processing.policies"],
        ):
            run(*command, cwd=folder, quiet=True)


def try_demo(distributions: tuple[Path, Path]) -> None:
    """Run the README's `make demo` in the unpacked sdist."""
    say(f"make demo, from {distributions[0].name}")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(distributions[0]) as archive:
            # Python 3.11 has this filter from 3.11.4.
            archive.extraction_filter = getattr(tarfile, "data_filter", None)
            archive.extractall(folder)  # noqa: S202 - our own archive, and the filter is set
        (unpacked,) = Path(folder).iterdir()
        run("make", "demo", f"PYTHON={sys.executable}", cwd=str(unpacked), quiet=True)


def run(*command: str, cwd: str | None = None, quiet: bool = False) -> None:
    """Run a command, and show its output if it fails.

    Raises:
        ReleaseError: The command failed.

    """
    output = subprocess.PIPE if quiet else None
    done = subprocess.run(
        command, cwd=cwd or ROOT, stdout=output, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        raise ReleaseError(f"{' '.join(command)} ended with {done.returncode}{_output_suffix(done.stdout)}")


def _output_suffix(output: str | None) -> str:
    return f":\n{output.strip()}" if output and output.strip() else ""


def say(text: str) -> None:
    """Print a line of progress."""
    sys.stderr.write(f"release: {text}\n")
    sys.stderr.flush()


def main() -> None:
    """Check the release that the command line names."""
    try:
        check(sys.argv[1] if len(sys.argv) > 1 and sys.argv[1] else None)
    except ReleaseError as error:
        sys.exit(f"release: {error}")


if __name__ == "__main__":
    main()
