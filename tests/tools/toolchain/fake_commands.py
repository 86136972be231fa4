"""Scripts that replace `pulumi` and `go`, so that tests need neither of them nor a network."""

from pathlib import Path

from shell_scripts import write_script

from tools.toolchain import recipe


def pulumi_folder(folder: Path, version: str = recipe.VERSION, without: tuple[str, ...] = ()) -> Path:
    """Write the executables of an official installation."""
    for name in recipe.EXECUTABLES:
        if name not in without:
            write_script(folder / name, f"echo v{version}")
    return folder


def go(folder: Path, version: str = "1.99.0", build: str = "", sdk: Path | None = None) -> Path:
    """Write a `go` that "builds" scripts that print the version. It records each build."""
    module = folder / "sdk" if sdk is None else sdk
    if sdk is None:
        for place in recipe.SDK_SCRIPTS.values():
            write_script(module / place, "exit 0")
    write = f'printf \'#!/bin/sh\\necho v{recipe.VERSION}\\n\' > "$1"; /bin/chmod 755 "$1"; shift'
    made = f'set -- "$target/{recipe.PULUMI}" "$target/{recipe.LANGUAGE_HOST}"; {write}; {write}'
    return write_script(
        folder / "go",
        f"""case "$1" in
env) echo go{version} ;;
list) echo "{module}" ;;
build)
  echo built >> "{folder}/builds"
  while [ "$1" != -o ]; do shift; done
  target=$2
  echo some/package
  {build or made} ;;
esac""",
    )


def builds(folder: Path) -> int:
    """Return how often the `go` of this folder built."""
    noted = folder / "builds"
    return len(noted.read_text().splitlines()) if noted.exists() else 0
