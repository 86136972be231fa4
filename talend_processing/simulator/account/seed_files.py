"""Seeds from JSON or YAML files, with line numbers in their errors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.account.seed_errors import SeedError, field_of
from talend_processing.yaml_lines import Document, YamlError, read_yaml

_YAML_SUFFIXES = {".yaml", ".yml"}


class SeedFile(dict[str, Any]):
    """A seed that remembers the file from which it was read."""

    def __init__(self, source: Path, text: str, contents: Mapping[str, Any]) -> None:
        super().__init__(contents)
        self._source = source
        self._text = text

    def explain(self, error: SeedError) -> SeedError:
        """Return the error with the file and, if known, the line in front of each reason."""
        document = _parse_with_lines(self._text)
        lines = (document.line(field_of(reason) or "") for reason in error.errors)
        return SeedError(
            [
                f"{self._source}: {reason}" if line is None else f"{self._source}:{line}: {reason}"
                for line, reason in zip(lines, error.errors, strict=True)
            ]
        )


def read_seed_file(source: Path) -> SeedFile:
    """Read a seed from a file. A file with the suffix `.yaml` or `.yml` is YAML, any other is JSON.

    Raises:
        SeedError: The file cannot be read, is not valid YAML or JSON, or does not contain a mapping.

    """
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SeedError([f"{source} cannot be read: {reason}"]) from error
    try:
        contents = _from_yaml(text) if source.suffix.lower() in _YAML_SUFFIXES else _from_json(text)
    except _InvalidFieldsError:
        raise SeedError(
            [
                f"{source}:{error.line}: {error.field}: {error.reason}"
                for error in _parse_with_lines(text).errors
            ]
            or [f"{source} cannot be read: an object contains a field twice"]
        ) from None
    except YamlError as error:
        line = "" if error.line is None else f":{error.line}"
        raise SeedError([f"{source}{line}: {error}"]) from error
    except json.JSONDecodeError as error:
        raise SeedError([f"{source}:{error.lineno}: invalid JSON: {error.msg}"]) from error
    except RecursionError:
        raise SeedError([f"{source} cannot be read: it is nested too deeply"]) from None
    except ValueError as error:  # for example, a number with thousands of digits
        raise SeedError([f"{source} cannot be read: {error}"]) from None
    if not isinstance(contents, dict):
        raise SeedError([f"{source}:1: the file must contain a mapping of sections"])
    return SeedFile(source, text, contents)


def load_seed(account: Account, seed: Mapping[str, Any]) -> None:
    """Load a seed into an account.

    Raises:
        SeedError: The seed is invalid. If it was read from a file, the errors have line numbers.

    """
    try:
        account.load(seed)
    except RecursionError:
        raise SeedError(["the seed is nested too deeply or contains itself"]) from None
    except SeedError as error:
        raise (seed.explain(error) if isinstance(seed, SeedFile) else error) from None


class _InvalidFieldsError(Exception):
    """A field is duplicate or invalid. `read_yaml` reports all such fields with their lines."""


def _from_yaml(text: str) -> object:
    document = read_yaml(text)
    if document.errors:
        raise _InvalidFieldsError
    return document.value


def _from_json(text: str) -> object:
    return json.loads(text, object_pairs_hook=_reject_duplicate_fields)


def _reject_duplicate_fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise _InvalidFieldsError
    return fields


def _parse_with_lines(text: str) -> Document:
    """Parse YAML or JSON as YAML, to learn the lines of fields. Replace tabs, which YAML forbids."""
    try:
        return read_yaml(text.replace("\t", " "))
    except (YamlError, RecursionError):  # for example, deeply nested JSON
        return Document(None, {}, ())
