"""The token of a service account."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Token(BaseModel):
    """What the token endpoint answers."""

    model_config = ConfigDict(extra="ignore", defer_build=True)

    access_token: str = Field(repr=False, pattern=r"^[\x21-\x7e]+$")
    expires_in: float = Field(default=1800.0, gt=0)
    """Seconds; tokens live 30 minutes."""
