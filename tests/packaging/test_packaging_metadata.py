"""The metadata of a distribution is valid and agrees with the rest of the repository."""

from __future__ import annotations

import re
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.metadata import Metadata
from packaging.specifiers import SpecifierSet
from trove_classifiers import classifiers, deprecated_classifiers

from talend_processing.version import __version__
from tools.release import check

pytestmark = pytest.mark.slow


ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
URLS = PROJECT["urls"]
VERSIONS = [f"3.{minor}" for minor in range(check.OLDEST, check.NEWEST + 1)]


def metadata(distribution: Path) -> bytes:
    if distribution.suffix == ".whl":
        with zipfile.ZipFile(distribution) as archive:
            (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
            return archive.read(name)
    with tarfile.open(distribution) as archive:
        (member,) = [
            member for member in archive.getmembers() if re.fullmatch(r"[^/]+/PKG-INFO", member.name)
        ]
        file = archive.extractfile(member)
        assert file is not None
        return file.read()


@pytest.mark.parametrize("kind", ["*.whl", "*.tar.gz"])
def test_the_metadata_of_a_distribution_is_valid(built: Path, kind: str) -> None:
    (distribution,) = built.glob(kind)
    found = Metadata.from_email(metadata(distribution), validate=True)
    assert (found.name, str(found.version)) == ("talend-processing", __version__)
    assert found.metadata_version == "2.4"  # the upload tool supports no later version
    assert found.license_expression == "Apache-2.0"
    assert found.description == (ROOT / "README.md").read_text(encoding="utf-8")
    assert found.description_content_type == "text/markdown"
    assert found.project_urls == URLS
    assert found.author == "The talend-processing contributors"


def test_the_classifiers_are_those_of_pypi() -> None:
    assert set(PROJECT["classifiers"]) <= classifiers - deprecated_classifiers.keys()


def test_every_supported_python_is_named_and_tested() -> None:
    named = [one.rpartition(" ")[2] for one in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", one)]
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    tested = workflow["jobs"]["test"]["strategy"]["matrix"]["python"]
    allowed = SpecifierSet(PROJECT["requires-python"])
    assert named == tested == VERSIONS
    assert [version for version in VERSIONS if version not in allowed] == []
    assert f"3.{check.OLDEST - 1}" not in allowed


def test_the_site_is_where_the_metadata_says() -> None:
    assert f"site_url: {URLS['Documentation']}\n" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_the_repository_has_one_address(built: Path) -> None:
    """If a fork changes it in pyproject.toml, this test names the other files that contain it."""
    (sdist,) = built.glob("*.tar.gz")
    allowed = {URLS["Source"], URLS["Documentation"].rstrip("/")}
    address = re.compile(r"https://[a-z.-]*github[a-z.-]*/[\w./-]*talend-processing\b")
    other = {}
    with tarfile.open(sdist) as archive:
        for member in archive.getmembers():
            file = archive.extractfile(member)
            assert file is not None
            text = file.read().decode(errors="replace")
            if found := set(address.findall(text)) - allowed:
                other[member.name] = found
    assert other == {}
