"""Scripts that pair an installed engine, one function for each pairing style.

In a script, text from the API appears only in comments, quoted here-documents and literals, so that no shell
runs it. Only the script of a Pipeline Engine has the key on a command line: `remote-engine.sh` requires this.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

PairingStyle: TypeAlias = Literal["plain", "systemd", "powershell", "container", "pipeline-engine"]
"""The way an engine starts: `plain` with `bin/start`, `systemd` as a service of Linux."""

_KEY_FILE: Final = "etc/preauthorized.key.cfg"
_PAIRING_FILE: Final = "etc/org.talend.ipaas.rt.pairing.client.cfg"
_PAIRED_BEFORE_COMMENTS: Final = (
    "# If this installation was paired before, Talend recommends a new installation. To keep this one, first",
    "# remove its cached connection id: see Talend's page 'Troubleshooting: Re-pairing a Remote Engine'.",
)
_SHELL_BEGIN: Final = r"""set -eu
umask 077
home=$(pwd -P)
fail() { echo "error: $1" >&2; exit 1; }
[ -d etc ] && [ -x bin/start ] || fail "$home is not the folder of a Remote Engine"
[ -w etc ] || fail "$(id -un) cannot write to $home/etc: run this as the folder's owner or as root"
owner=$(ls -ld . | awk '{ print $3 }')
owner_ids=$(ls -ldn . | awk '{ print $3 ":" $4 }')

# Removes the lines of a file that match a pattern, and appends standard input.
# If root runs this, the owner of the folder becomes the owner of the file.
set_line() {
  rm -f "$1.new"
  { grep -v "$2" "$1" 2>/dev/null || true; cat; } > "$1.new"
  [ "$(id -u)" != 0 ] || chown "$owner_ids" "$1.new"
  mv -f "$1.new" "$1"
}

# Prints the services that run the engine in this folder, and have "talend" and "engine" in their names.
services() {
  command -v systemctl > /dev/null || return 0
  systemctl list-unit-files --type=service --no-legend | awk '{ print $1 }' | grep -i 'talend.*engine' |
  while read -r unit; do
    properties=$(systemctl show --property=ExecStart,WorkingDirectory "$unit")
    if printf '%s\n' "$properties" | grep -qF -e "$home/" -e "$PWD/" ||
      printf '%s\n' "$properties" | grep -qxF -e "WorkingDirectory=$home" -e "WorkingDirectory=$PWD"; then
      echo "$unit"
    fi
  done
}
"""
_PLAIN_STOP: Final = r"""service=$(services)
[ -z "$service" ] || fail "$service runs this engine: use pairing_instructions(..., style=\"systemd\")"
as_owner() {
  if [ "$(id -u)" = 0 ] && [ "$owner" != root ]; then su -s /bin/sh "$owner" -c "$1"; else sh -c "$1"; fi
}
as_owner bin/stop || true  # the engine may not be running
"""
_SYSTEMD_STOP: Final = r"""service=${SERVICE:-$(services)}
[ -n "$service" ] ||
  fail "no service named *talend*engine* runs the engine in $home: set SERVICE to the name of the service"
[ "$(printf '%s\n' "$service" | wc -l)" -eq 1 ] ||
  fail "several services run this engine: set SERVICE to the name of one service"
systemctl stop "$service"
"""
_POWERSHELL_BEGIN: Final = r"""$ErrorActionPreference = 'Stop'
$folder = (Get-Location).ProviderPath.TrimEnd('\')
if (-not ((Test-Path etc) -and (Test-Path bin\start.bat))) {
  throw "$folder is not the folder of a Remote Engine"
}
function Set-Line($file, $pattern, $line) {
  $path = Join-Path $folder $file
  $otherLines = @()
  if (Test-Path -LiteralPath $path) {
    $otherLines = @(Get-Content -LiteralPath $path | Where-Object { $_ -notmatch $pattern })
  }
  [IO.File]::WriteAllLines($path, [string[]]($otherLines + $line))
  $acl = Get-Acl -LiteralPath $path
  $acl.SetOwner([Security.Principal.NTAccount](Get-Acl -LiteralPath $folder).Owner)
  Set-Acl -LiteralPath $path -AclObject $acl
}
$services = @(Get-CimInstance Win32_Service | Where-Object {
  $_.PathName -and $_.PathName.IndexOf("$folder\", [StringComparison]::OrdinalIgnoreCase) -ge 0
})
if ($services.Count -gt 1) { throw "several services run this engine: $($services.Name -join ', ')" }
if ($services) { Stop-Service -Name $services[0].Name } else { & bin\stop.bat }
"""


@dataclass(frozen=True, slots=True)
class Pairing:
    """The data that a script needs to pair an engine. No value contains a line break."""

    label: str
    """The engine's name in comments, such as `Remote Engine 'etl-1'`."""
    name: str
    key: str
    region: str

    @property
    def address(self) -> str:
        """The address of the pairing service."""
        return f"https://pair.{self.region}.cloud.talend.com"


def plain(pairing: Pairing) -> str:
    """Return a script for an installation that `bin/start` starts."""
    return _shell(pairing, "as the folder's owner or as root", _PLAIN_STOP, "as_owner bin/start")


def systemd(pairing: Pairing) -> str:
    """Return a script for an installation that runs as a systemd service.

    The script finds a service whose name contains "talend" and "engine". To use a different
    service, set the environment variable `SERVICE` to its name.
    """
    return _shell(pairing, "as root", _SYSTEMD_STOP, 'systemctl start "$service"')


def powershell(pairing: Pairing) -> str:
    """Return a script for an installation on Windows, with or without a service."""
    key_line, address_line = (
        _literal(text)
        for text in (
            f"remote.engine.pre.authorized.key = {pairing.key}",
            f"pairing.service.url={pairing.address}",
        )
    )
    return "\n".join(
        [
            f"# {pairing.label}: run this in PowerShell as administrator, in the folder of the installation.",
            *_PAIRED_BEFORE_COMMENTS,
            _POWERSHELL_BEGIN.rstrip(),
            rf"Set-Line '{_windows_path(_KEY_FILE)}' '^\s*remote\.engine\.pre\.authorized\.key' {key_line}",
            rf"Set-Line '{_windows_path(_PAIRING_FILE)}' '^\s*pairing\.service\.url' {address_line}",
            r"if ($services) { Start-Service -Name $services[0].Name } else { & bin\start.bat }",
        ]
    )


def container(pairing: Pairing) -> str:
    """Return a file of environment variables for `docker run --env-file`."""
    return "\n".join(
        [
            f"# {pairing.label}: pass this file with --env-file. With -e, a command line shows the key.",
            "# Rename the variables if your image expects other names.",
            "# To pair again, start the container without the volumes of its earlier pairing.",
            f"REMOTE_ENGINE_PRE_AUTHORIZED_KEY={pairing.key}",
            f"REMOTE_ENGINE_NAME={pairing.name}",
            f"PAIRING_SERVICE_URL={pairing.address}",
        ]
    )


def pipeline_engine(pairing: Pairing) -> str:
    """Return a script for a Pipeline Engine (Remote Engine Gen2)."""
    return "\n".join(
        [
            f"# {pairing.label}: run this in the folder of the installation.",
            f"# pairing service: {pairing.address}",
            "# The command accepts the key only as an argument, so other users of the machine can see it.",
            f"./remote-engine.sh start -r {pairing.region} -k {shlex.quote(pairing.key)}",
        ]
    )


SCRIPTS: Final[Mapping[PairingStyle, Callable[[Pairing], str]]] = {
    "plain": plain,
    "systemd": systemd,
    "powershell": powershell,
    "container": container,
    "pipeline-engine": pipeline_engine,
}
"""By style, the function that returns the script."""


def _shell(pairing: Pairing, run_as: str, stop: str, start: str) -> str:
    """Return a shell script that stops the engine, writes two configuration files and starts the engine."""
    return "\n".join(
        [
            f"# {pairing.label}: run this in the folder of the installation, {run_as}.",
            *_PAIRED_BEFORE_COMMENTS,
            _SHELL_BEGIN,
            stop.rstrip(),
            rf"set_line {_KEY_FILE} '^[[:space:]]*remote\.engine\.pre\.authorized\.key' << 'END'",
            f"remote.engine.pre.authorized.key = {pairing.key}",
            "END",
            rf"set_line {_PAIRING_FILE} '^[[:space:]]*pairing\.service\.url' << 'END'",
            f"pairing.service.url={pairing.address}",
            "END",
            f"chmod 644 {_PAIRING_FILE}",
            start,
        ]
    )


def _literal(text: str) -> str:
    """Return a text as a PowerShell literal. PowerShell treats typographic quotes like plain ones."""
    return "'" + "".join(char * 2 if char in "'\u2018\u2019\u201a\u201b" else char for char in text) + "'"


def _windows_path(path: str) -> str:
    return path.replace("/", "\\")
