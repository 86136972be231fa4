"""The folder of an exported program.

An export writes all files or none. It overwrites only its manifest, `.talend-export.json`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from talend_processing.adopt.export.manifest import MANIFEST, Manifest
from talend_processing.adopt.export.naming import config_key
from talend_processing.stack.document import DocumentError

_MAX_NAMES: Final = 3
"""An error names at most this many files."""
_ALLOWED_NAMES: Final = frozenset({"venv", "__pycache__"})
"""The entries that a folder may contain before a first export, apart from hidden files."""


def earlier_export(folder: Path) -> Manifest | None:
    """Return the manifest of earlier exports into a folder, or None for a first export.

    Raises:
        DocumentError: The folder has files but no manifest, is a file, or cannot be read; or its manifest
            cannot be read.

    """
    manifest = folder / MANIFEST
    try:
        if manifest.is_file():
            return Manifest.read(manifest.read_text(encoding="utf-8"))
        names = sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        raise DocumentError(f"{folder} is a file, not a folder") from None
    except OSError as error:
        raise DocumentError(f"{folder} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise DocumentError(f"{manifest} cannot be read: {error}. Export into another folder") from None
    if unexpected := [name for name in names if not name.startswith(".") and name not in _ALLOWED_NAMES]:
        more = ", …" if len(unexpected) > _MAX_NAMES else ""
        raise DocumentError(
            f"{folder} contains files that no export wrote ({', '.join(unexpected[:_MAX_NAMES])}{more})."
            " Give an empty folder, or one from an earlier `talend-processing export`"
        )
    return None


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write files into a folder: all of them, or none if one cannot be written.

    Args:
        folder: The folder. It is created if it does not exist.
        files: The text of each file, by its path in the folder. Only the manifest may exist already.

    Raises:
        DocumentError: A file exists already, or cannot be written.

    """
    existing = [name for name in files if name != MANIFEST and (folder / name).exists()]
    if existing:
        raise DocumentError(f"{folder / existing[0]} already exists and may have been edited. Move it away")
    created: list[Path] = []
    try:
        created += _make_folders(folder)
        staging = Path(tempfile.mkdtemp(prefix=".talend-export-", dir=folder))
        created.append(staging)
        for number, text in enumerate(files.values()):
            (staging / str(number)).write_text(text, encoding="utf-8")
        # The manifest comes last, so that it never names files that were not written.
        for number, name in sorted(enumerate(files), key=lambda pair: pair[1] == MANIFEST):
            created += _make_folders((folder / name).parent)
            (staging / str(number)).replace(folder / name)
            if name != MANIFEST:
                created.append(folder / name)
        staging.rmdir()
    except BaseException as error:
        for path in reversed(created):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise DocumentError(f"{folder} cannot be written: {error.strerror or error}") from None
        raise


def _make_folders(folder: Path) -> list[Path]:
    """Create a folder and its missing parents. Return the new folders, outermost first."""
    new_folders = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return list(reversed(new_folders))


def project_name(folder: Path) -> str:
    """Return a name for the Pulumi project, made from the name of its folder."""
    return config_key(folder.resolve().name).lower() or "talend"
