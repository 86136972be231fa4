"""Start the policy pack. Pulumi runs this file, and ends the server that `PolicyPack` starts."""

from __future__ import annotations

from pulumi_policy import PolicyPack

from talend_processing.policies import policies

PolicyPack("talend-processing", policies())
