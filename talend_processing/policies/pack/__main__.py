"""The pack that Pulumi runs. Creating it starts a server, which runs until Pulumi ends it."""

from __future__ import annotations

from pulumi_policy import PolicyPack

from talend_processing.policies import policies

PolicyPack("talend-processing", policies())
