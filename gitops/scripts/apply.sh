#!/usr/bin/env bash
# Apply the stack with the policies. STACK is its name. Optional variables:
#   OUT            the folder of the log (default: out)
#   POLICY_CONFIG  a file with the settings of the policies
set -euo pipefail
: "${STACK:?name the stack, as in STACK=production}"
out=${OUT:-out}
mkdir -p "$out"
pack=$(python -m talend_processing.policies ${POLICY_CONFIG:+"$POLICY_CONFIG"}) # also checks the file
policies=(--policy-pack "$pack")
if [ -n "${POLICY_CONFIG:-}" ]; then policies+=(--policy-pack-config "$POLICY_CONFIG"); fi
pulumi up --stack "$STACK" --yes --skip-preview --non-interactive --color never "${policies[@]}" 2>&1 |
  tee "$out/apply.txt"
