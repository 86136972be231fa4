"""The manifest: a file in the program's folder that records the earlier exports into it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from talend_processing.adopt.account import Account

Style: TypeAlias = Literal["resources", "topology"]
MANIFEST: Final = ".talend-export.json"


@dataclass(frozen=True)
class Manifest:
    """The record of earlier exports into the same folder."""

    objects: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The Pulumi name of each exported object, by its kind (such as `RemoteEngine`) and id."""
    files: Collection[str] = ()
    """The paths of the exported files in the folder."""
    style: Style = "resources"
    environments: Collection[str] = ()
    """The ids of the account's environments, by which `matches` recognizes the account."""

    @classmethod
    def read(cls, document: str) -> Manifest:
        """Read the text of a manifest.

        Raises:
            ValueError: The text is not a manifest.

        """
        try:
            manifest = json.loads(document)
            objects = {(one["kind"], one["id"]): str(one["name"]) for one in manifest["objects"]}
            style: Style = "topology" if manifest.get("style") == "topology" else "resources"
            environments = [str(environment_id) for environment_id in manifest.get("environments", ())]
            return cls(objects, [str(name) for name in manifest["files"]], style, environments)
        except (KeyError, TypeError) as error:
            raise ValueError(f"a member is missing or has the wrong type ({error})") from None

    def text(self) -> str:
        """Return the manifest as JSON."""
        objects = [
            {"kind": kind, "id": object_id, "name": name}
            for (kind, object_id), name in sorted(self.objects.items())
        ]
        document = {
            "version": 1,
            "style": self.style,
            "environments": sorted(self.environments),
            "files": sorted(self.files),
            "objects": objects,
        }
        return json.dumps(document, indent=1, ensure_ascii=False) + "\n"

    def matches(self, account: Account) -> bool:
        """Return whether manifest and account have an environment in common.

        If either has no environments, return True.
        """
        recorded, current = set(self.environments), account.environments.keys()
        return not recorded or not current or bool(recorded & current)
