#!/usr/bin/env bash
# Compare the stack's state with the account, and change neither. STACK is the stack's name. The script writes the
# differences to issue.md in the folder OUT (default: out). It passes its options to `talend-processing drift`.
# Exit code: 0 without drift and 7 with drift. With any other code the result is unknown.
set -euo pipefail
: "${STACK:?name the stack, as in STACK=production}"
out=${OUT:-out}
mkdir -p "$out"
code=0
talend-processing drift --stack "$STACK" --format markdown "$@" >"$out/issue.md" || code=$?
cat "$out/issue.md"
exit "$code"
