#!/usr/bin/env bash
# Compare the stack's state with the account, changing neither. STACK names it; OUT (default: out) gets issue.md,
# which says what differs. Options are passed on to `talend-processing drift`, such as --unmanaged.
# Exit code: 0 without drift, 7 with some, and anything else if that is not known.
set -euo pipefail
: "${STACK:?name the stack, as in STACK=production}"
out=${OUT:-out}
mkdir -p "$out"
code=0
talend-processing drift --stack "$STACK" --format markdown "$@" >"$out/issue.md" || code=$?
cat "$out/issue.md"
exit "$code"
