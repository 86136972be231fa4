"""Instructions for pairing an engine on its machine: files and commands."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

import pulumi
from pulumi.runtime import config

from talend_processing.provider.declare.declaration import spec_of

if TYPE_CHECKING:
    from talend_processing.resources.pipeline_engine import PipelineEngine
    from talend_processing.resources.remote_engine import RemoteEngine

__all__ = ["pairing_instructions"]

_REGION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY_FILE = "etc/preauthorized.key.cfg"
_PAIRING_FILE = "etc/org.talend.ipaas.rt.pairing.client.cfg"


def pairing_instructions(
    engine: RemoteEngine | PipelineEngine, *, region: str | None = None
) -> pulumi.Output[str]:
    """Return a shell script with comments that pairs an engine. It is a secret, because it contains the key.

    Export it and read it with `pulumi stack output NAME --show-secrets`. The script of a Remote Engine can be
    run in the folder where the engine is installed. The text for a Pipeline Engine only lists the key and the
    address that its installation asks for. Without a key, as for an adopted engine that is already paired,
    the text says how to get a new one.

    Args:
        engine: The engine's resource.
        region: The account's region: eu, us, ap, au, us-west. The default is the region of the stack.

    Raises:
        pulumi.RunError: The region is invalid, or neither given nor set for the stack.

    """
    address = pairing_address(region)
    kind = spec_of(type(engine)).endpoint.noun
    write_script = _pipeline_engine_comments if kind == "Pipeline Engine" else remote_engine_script
    name_and_key = pulumi.Output.all(engine.name, engine.pre_authorized_key)

    def instructions(values: list[str | None]) -> str:
        name, key = values
        label = f"{kind} '{name}'"
        return "\n".join(write_script(label, key, address) if key else _no_key_comments(label)) + "\n"

    return pulumi.Output.secret(name_and_key.apply(instructions))


def pairing_address(region: str | None) -> str:
    """Return the address of a region's pairing service. The default is the region of the stack.

    Raises:
        pulumi.RunError: The region is invalid, or neither given nor set for the stack.

    """
    region = region or config.get_config("talend:region") or os.environ.get("TALEND_REGION")
    if not region:
        raise pulumi.RunError("pairing_instructions needs a region: pass region, or set talend:region")
    if not _REGION.fullmatch(region):
        raise pulumi.RunError(
            f"pairing_instructions: {region!r} is not a region: use eu, us, ap, au or us-west"
        )
    return f"https://pair.{region}.cloud.talend.com"


def remote_engine_script(label: str, key: str, address: str) -> list[str]:
    """Return the lines of the script that pairs a Remote Engine."""
    # A shell runs the script, so text from the API is quoted.
    key_line = shlex.quote(f"remote.engine.pre.authorized.key = {key}")
    return [
        f"# {_one_line(label)}: run this in the folder where it is installed.",
        "bin/stop || true  # the engine may not be running",
        f"touch {_KEY_FILE} {_PAIRING_FILE}",
        f"chmod 600 {_KEY_FILE}",
        f"printf '%s\\n' {key_line} > {_KEY_FILE}",
        # $a\ adds a missing newline at the end of the file. Otherwise echo would append to the last line.
        f"sed -i -e '/^pairing\\.service\\.url/d' -e '$a\\' {_PAIRING_FILE}",
        f"echo 'pairing.service.url={address}' >> {_PAIRING_FILE}",
        "bin/start",
    ]


def _pipeline_engine_comments(label: str, key: str, address: str) -> list[str]:
    return [
        f"# {_one_line(label)}: its installation asks for these two values.",
        f"# pre-authorized key: {key}",
        f"# pairing service: {address}",
    ]


def _no_key_comments(label: str) -> list[str]:
    return [
        f"# {_one_line(label)}: the API returns no key. The engine is probably paired, and nothing is to do.",
        "# To pair another machine, change a value in unpair_triggers and apply, which creates a new key.",
    ]


def _one_line(text: str) -> str:
    return " ".join(text.split())
