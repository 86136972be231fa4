"""The contents of an installation: the whole package, the packages of each extra, and no tests."""

from __future__ import annotations

import ast
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from talend_processing.version import __version__

pytestmark = pytest.mark.slow


ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "talend_processing"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRA_OF = {
    "cli": "cli",
    "console.py": "cli",
    "drift": "cli",
    "graph": "cli",
    "review": "cli",
    "simulator": "simulator",
    "policies": "policies",
    "testing": "testing",
}
"""The parts of the package that need more than its dependencies, and the extra that installs it."""
LAZY = {"testing": "policies"}
"""The extras whose packages a part imports only on demand."""


def test_the_wheel_holds_the_package_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.partition("/")[0] for name in names} == {
        "talend_processing",
        f"talend_processing-{__version__}.dist-info",
    }
    expected = {str(file.relative_to(ROOT)) for file in PACKAGE.rglob("*") if file.is_file()}
    expected = {name for name in expected if "__pycache__" not in name}
    assert {name for name in names if name.startswith("talend_processing/")} == expected
    assert {"talend_processing/py.typed", "talend_processing/components/topology.schema.json"} <= expected


def test_the_source_distribution_can_build_the_wheel_again(built: Path, tmp_path: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        # Python 3.11 has this filter from 3.11.4.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(tmp_path)  # noqa: S202 - our own archive, and the filter is set
    (folder,) = tmp_path.iterdir()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (wheel,), (again,) = built.glob("*.whl"), tmp_path.glob("*.whl")
    assert zipfile.ZipFile(again).namelist() == zipfile.ZipFile(wheel).namelist()


def _imported(file: Path) -> set[str]:
    """Return the top-level packages that a file imports from outside of this package and of Python."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.partition(".")[0])
    return found - {"talend_processing"} - set(sys.stdlib_module_names)


def _names(requirements: list[str]) -> set[str]:
    """The distributions of requirements such as `pulumi>=3.259,<4`."""
    return {one.partition(">")[0].partition("[")[0].lower() for one in requirements}


@pytest.mark.parametrize(
    "part", sorted({file.relative_to(PACKAGE).parts[0] for file in PACKAGE.rglob("*.py")})
)
def test_each_part_imports_only_the_packages_of_its_extra(part: str) -> None:
    place = PACKAGE / part
    files = [place] if place.is_file() else sorted(place.rglob("*.py"))
    extras = [extra for extra in (EXTRA_OF.get(part), LAZY.get(part)) if extra]
    declared = _names(PROJECT["dependencies"])
    declared |= {name for extra in extras for name in _names(PROJECT["optional-dependencies"][extra])}
    declared |= {"grpcio", "protobuf"}  # Pulumi's SDK has them in its own interface
    brought = packages_distributions()
    needed = {name for file in files for name in _imported(file)}
    found = {name: {one.lower().replace("_", "-") for one in brought.get(name, [])} for name in needed}
    assert {name for name, distributions in found.items() if not distributions & declared} == set()


def test_policies_without_their_extra_are_refused_in_one_line() -> None:
    program = (
        "import runpy, sys; sys.modules['pulumi_policy'] = None;"
        "runpy.run_module('talend_processing.policies', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line == "error: pulumi_policy is not installed: pip install 'talend-processing[policies]'"
