"""The Pulumi program of a test: a folder, the text of a `__main__.py`, or a function in a test module."""

from __future__ import annotations

import inspect
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

Program: TypeAlias = Path | str | Callable[[], object]
"""A project's folder, the text of a `__main__.py`, or a function that declares resources."""

_TEMPLATE = """\
import importlib.util
import sys

sys.path[:0] = {import_path!r}
spec = importlib.util.spec_from_file_location({module!r}, {file!r})
module = sys.modules[{module!r}] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
module.{function}()
"""
_PULUMI_YAML = "name: test\nruntime: python\n"
PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")


def project_of(program: Program, folder: Path) -> Path:
    """Return the project folder of a program: the program itself, or `folder` with generated files.

    Raises:
        ValueError: The folder is not a project, or another process cannot import the function.

    """
    if isinstance(program, Path):
        if not any((program / name).is_file() for name in PROJECT_FILES):
            raise ValueError(f"{program} is not a Pulumi project: it has no Pulumi.yaml")
        return program.absolute()
    text = textwrap.dedent(program) if isinstance(program, str) else _text_that_calls(program)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(_PULUMI_YAML, encoding="utf-8")
    (folder / "__main__.py").write_text(text, encoding="utf-8")
    return folder


def _text_that_calls(program: Callable[[], object]) -> str:
    """Return the text of a program that imports a function from its file and calls it."""
    name, file = getattr(program, "__qualname__", ""), inspect.getsourcefile(program)
    if not name.isidentifier() or file is None:
        raise ValueError(
            f"{name or program!r} cannot be called from another process: pass a function at the top level of"
            " a module, or the text of a program"
        )
    import_path = [entry for entry in sys.path if entry]
    return _TEMPLATE.format(
        import_path=import_path, module=program.__module__, file=str(Path(file).absolute()), function=name
    )
