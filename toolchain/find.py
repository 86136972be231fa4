"""Answers the one question others ask: where is a `pulumi` that works."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from toolchain import cache, recipe
from toolchain.build import build
from toolchain.download import download
from toolchain.errors import ToolchainError, UnavailableError
from toolchain.path import folder_on_path
from toolchain.progress import say
from toolchain.stand_in import put_stand_in


def engine_folder() -> Path:
    """Return the folder that holds `pulumi` and its Python companions, installing them if need be."""
    try:
        found = folder_on_path(os.environ.get("PATH", os.defpath))
    except UnavailableError as error:
        say(str(error))
    else:
        say(f"taking the pulumi on PATH, in {found}")
        return found
    root = cache.folder()
    try:
        return taken(root)
    except UnavailableError as error:
        say(str(error))
    with cache.locked(root):
        return install(root)


def taken(root: Path) -> Path:
    """Return the executables of an installation made before, with today's stand-in beside them."""
    found = cache.complete(root)
    put_stand_in(found)
    say(f"taking the pulumi installed before, in {found}")
    return found


def install(root: Path) -> Path:
    """Download or build; another process may have done so while this one waited for the lock."""
    try:
        return taken(root)
    except UnavailableError:
        pass
    reasons: list[str] = []
    for source, make in (("download", download), ("build", build)):
        with cache.workplace(root) as made:
            try:
                make(made)
            except UnavailableError as error:
                say(str(error))
                reasons.append(str(error))
                continue
            except OSError as error:
                raise cache.unwritable(error) from error
            cache.mark(made, source)
            put_stand_in(made / "bin")
            cache.complete(made)
            cache.keep(made, root)
        say(f"installed pulumi {recipe.VERSION} ({source}) in {root / 'bin'}")
        return root / "bin"
    raise ToolchainError("no pulumi: " + "; ".join(reasons))


def environment(folder: Path, state: Path, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment for runs that touch nothing outside `state` and ask nobody.

    `folder` is what `engine_folder` returned; programs run under the interpreter that runs now.
    """
    kept = {
        name: value for name, value in (os.environ if base is None else base).items() if not foreign(name)
    }
    backend = state / "backend"
    backend.mkdir(parents=True, exist_ok=True)
    places = [str(folder), str(Path(sys.executable).parent), kept.get("PATH", os.defpath)]
    return kept | {
        "PATH": os.pathsep.join(places),
        "PULUMI_BACKEND_URL": backend.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_HOME": str(state / "home"),
        "PULUMI_PYTHON_CMD": sys.executable,
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }


def foreign(name: str) -> bool:
    """Say whether a variable would lead a run to somebody's own stacks, or to another interpreter."""
    return name.startswith("PULUMI_") or name in {"PYTHONHOME", "PYTHONPATH"}
