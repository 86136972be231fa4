"""Scripts that replace `pulumi` and `go`, so that tests need neither of them nor a network."""

from pathlib import Path

from tools.toolchain import recipe

SH = "#!/bin/sh\n"


def script(file: Path, body: str) -> Path:
    """Write an executable shell script."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(SH + body)
    file.chmod(0o755)
    return file


def pulumi_folder(folder: Path, version: str = recipe.VERSION, without: tuple[str, ...] = ()) -> Path:
    """Write the executables of an official installation."""
    for name in recipe.EXECUTABLES:
        if name not in without:
            script(folder / name, f"echo v{version}\n")
    return folder


def go(folder: Path, version: str = "1.99.0", build: str = "", sdk: Path | None = None) -> Path:
    """Write a `go` that "builds" scripts that print the version. It records each build."""
    module = folder / "sdk" if sdk is None else sdk
    if sdk is None:
        for place in recipe.SDK_SCRIPTS.values():
            script(module / place, "exit 0\n")
    write = f'printf \'#!/bin/sh\\necho v{recipe.VERSION}\\n\' > "$1"; /bin/chmod 755 "$1"; shift'
    made = f'set -- "$target/{recipe.PULUMI}" "$target/{recipe.LANGUAGE_HOST}"; {write}; {write}'
    return script(
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
esac
""",
    )


def builds(folder: Path) -> int:
    """Return how often the `go` of this folder built."""
    noted = folder / "builds"
    return len(noted.read_text().splitlines()) if noted.exists() else 0
