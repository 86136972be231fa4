"""`pairing_instructions`, the text of a script that pairs an engine on its machine."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, get_args

import pulumi
from pulumi.runtime import config

from talend_processing.client.regions import api_url_of, unknown_region_warning
from talend_processing.components.pairing_scripts import SCRIPTS, Pairing, PairingStyle
from talend_processing.provider.declare.declaration import spec_of

if TYPE_CHECKING:
    from talend_processing.resources.pipeline_engine import PipelineEngine
    from talend_processing.resources.remote_engine import RemoteEngine

__all__ = ["pairing_instructions"]

_REGION_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def pairing_instructions(
    engine: RemoteEngine | PipelineEngine, *, region: str | None = None, style: PairingStyle | None = None
) -> pulumi.Output[str]:
    """Return the text of a script that pairs an engine.

    The text is a secret, because it contains the engine's pre-authorized key. Export it and read it with
    `pulumi stack output NAME --show-secrets`. Run the script in the folder where the engine is installed.
    The script for a Remote Engine writes the key and the address of the pairing service into two
    configuration files and restarts the engine. The script for a Pipeline Engine starts the engine with the
    key. If the API returns no key, for example because the engine is already paired, the text says how to get
    a new key.

    Args:
        engine: The engine's resource.
        region: The account's region, such as eu or us-west. The default is `talend:region` of the stack, or
            else TALEND_REGION.
        style: How the engine runs. `plain` (the default of a Remote Engine): an installation on Linux or
            macOS that `bin/start` starts. `systemd`: a service. `powershell`: Windows, with or
            without a service. `container`: a container. The text is then not a script but a file of
            environment variables. `pipeline-engine`: the only style of a Pipeline Engine, and its default.

    Raises:
        pulumi.RunError: The region is invalid or missing, or the style is unknown or does not fit the kind
            of engine.

    """
    checked_region = pairing_region(region)
    kind = spec_of(type(engine)).endpoint.noun
    write_script = SCRIPTS[_checked_style(kind, style)]
    name_and_key = pulumi.Output.all(engine.name, engine.pre_authorized_key)

    def instructions(values: list[str | None]) -> str:
        name, key = (_one_line(value or "") for value in values)
        label = f"{kind} '{name}'"
        return (
            write_script(Pairing(label, name, key, checked_region)) if key else _no_key_comments(label)
        ) + "\n"

    return pulumi.Output.secret(name_and_key.apply(instructions))


def pairing_region(region: str | None) -> str:
    """Return the region, by default `talend:region` of the stack or else TALEND_REGION.

    Log a warning if Talend has no such region.

    Raises:
        pulumi.RunError: The region is invalid or missing.

    """
    region = region or config.get_config("talend:region") or os.environ.get("TALEND_REGION")
    if not region:
        raise pulumi.RunError("pairing_instructions needs a region: pass region, or set talend:region")
    if not _REGION_PATTERN.fullmatch(region):
        raise pulumi.RunError(
            f"pairing_instructions: {region!r} is not a region: use a name such as eu or us-west"
        )
    if warning := unknown_region_warning(api_url_of(region)):
        pulumi.log.warn(f"pairing_instructions: {warning}")
    return region


def _checked_style(kind: str, style: PairingStyle | None) -> PairingStyle:
    default: PairingStyle = "pipeline-engine" if kind == "Pipeline Engine" else "plain"
    if style is None:
        return default
    allowed_styles = [
        one for one in get_args(PairingStyle) if (one == "pipeline-engine") == (default == "pipeline-engine")
    ]
    if style not in allowed_styles:
        raise pulumi.RunError(
            f"pairing_instructions: {style!r} is not a style of a {kind}: use {' or '.join(allowed_styles)}"
        )
    return style


def _no_key_comments(label: str) -> str:
    return (
        f"# {label}: the API returns no key. The engine is probably paired, so there is nothing to do.\n"
        "# To move the engine to another machine, change a value in unpair_triggers. `pulumi up` then unpairs"
        " the engine from this machine and creates a new key."
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
