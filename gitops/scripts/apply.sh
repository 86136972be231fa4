#!/usr/bin/env bash
# Apply the stack: STACK names it, OUT (default: out) is where the log goes.
set -euo pipefail
: "${STACK:?name the stack, as in STACK=production}"
out=${OUT:-out}
mkdir -p "$out"
pulumi up --stack "$STACK" --yes --skip-preview --non-interactive --color never 2>&1 | tee "$out/apply.txt"
