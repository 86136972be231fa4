"""The conditions of a measurement: the machine, its load, and the versions."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path


def describe(engine: Path) -> str:
    """Describe this machine and the versions in one line."""
    pulumi = subprocess.run(
        [engine / "pulumi", "version"], capture_output=True, encoding="utf-8", check=True
    ).stdout.strip()
    return (
        f"{describe_python()}, pulumi {pulumi}, pulumi SDK {version('pulumi')},"
        f" httpx {version('httpx')}, `file://` backend"
    )


def describe_python() -> str:
    """Describe the machine and the version of Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()};"
        f" Python {platform.python_version()}"
    )


def load() -> str:
    """Return the load of the machine in words."""
    return f"load average {load_average():.1f}"


def load_average() -> float:
    """Return the mean number of runnable processes in the last minute."""
    return os.getloadavg()[0]


def default_parallel() -> int:
    """Return the number of resources that Pulumi processes in parallel by default."""
    return 4 * (os.cpu_count() or 1)


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()
