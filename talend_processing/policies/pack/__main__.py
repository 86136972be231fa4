"""The pack that Pulumi runs. Building it serves until Pulumi ends it."""

from __future__ import annotations

from pulumi_policy import PolicyPack

from talend_processing.policies import policies

PolicyPack("talend-processing", policies())
