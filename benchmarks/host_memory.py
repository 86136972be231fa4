"""The memory of the dynamic host processes that a process has started, from /proc."""

from __future__ import annotations

from pathlib import Path

_HOST = b"pulumi.dynamic"


def peak_of_hosts(ancestor: int, proc: Path = Path("/proc")) -> int:
    """Return the highest VmHWM in KiB of all hosts below a process, or 0 without hosts."""
    parents: dict[int, int] = {}
    hosts: list[int] = []
    for folder in proc.glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(
                (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
            )
            if _HOST in (folder / "cmdline").read_bytes().split(b"\0"):
                hosts.append(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
    return max((_peak(proc / str(host)) for host in hosts if _below(host, ancestor, parents)), default=0)


def _below(process: int, ancestor: int, parents: dict[int, int]) -> bool:
    while process in parents:
        process = parents[process]
        if process == ancestor:
            return True
    return False


def _peak(folder: Path) -> int:
    try:
        lines = (folder / "status").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return max((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), default=0)
