#!/usr/bin/env bash
# Preview the stack with the policies, and write a comment for reviewers. STACK is its name. Optional variables:
#   OUT            the folder of comment.md, review.sarif and preview.json (default: out)
#   FAIL_ON        high (default), medium, low or never: the risk that fails the pipeline
#   PROGRAM        the folder of Pulumi.yaml in the repository, for the paths in review.sarif
#   POLICY_CONFIG  a file with the settings of the policies
# Exit code: pulumi's own if the preview failed or a policy forbids the change, 8 if the risk is FAIL_ON or higher.
set -euo pipefail
: "${STACK:?name the stack, as in STACK=production}"
out=${OUT:-out}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"
rm -f "$out/comment.md" "$out/review.sarif" "$out/preview.json" "$out/events.json" "$out/review.md"

preview() {
  # Only the event log contains the violated policies, and only debug commands have the option --event-log.
  PULUMI_DEBUG_COMMANDS=true pulumi preview --stack "$STACK" --json --show-sames --non-interactive "$@" \
    >"$out/preview.json"
}
pack=$(python -m talend_processing.policies ${POLICY_CONFIG:+"$POLICY_CONFIG"}) # also checks the file
policies=(--policy-pack "$pack" --event-log "$out/events.json")
if [ -n "${POLICY_CONFIG:-}" ]; then policies+=(--policy-pack-config "$POLICY_CONFIG"); fi
previewed=0
preview "${policies[@]}" || previewed=$?
readable=$previewed
if [ "$previewed" -ne 0 ] && grep -qs '"enforcementLevel":"mandatory"' "$out/events.json"; then
  # The policy stopped the preview early. Preview again without policies, so that the review is complete.
  readable=0
  preview || readable=$?
fi

# With credentials in the environment, the review also reads from the account what runs now.
review() { talend-processing review "$out/preview.json" --program "${PROGRAM:-}" "$@"; }
reviewed=0
echo "<!-- talend-processing: $STACK -->" >"$out/comment.md" # the next run finds the comment by this line
if [ "$readable" -eq 0 ]; then
  review --format markdown --output "$out/review.md" --fail-on "${FAIL_ON:-high}" || reviewed=$?
fi
if [ -f "$out/review.md" ]; then
  cat "$out/review.md" >>"$out/comment.md"
  rm "$out/review.md"
  review --format sarif --output "$out/review.sarif"
elif [ "$reviewed" -ne 0 ]; then
  echo "The preview could not be reviewed: the pipeline's log says why." >>"$out/comment.md"
fi
python "$here/engine_says.py" "$out/events.json" "$previewed" >>"$out/comment.md"
rm -f "$out/events.json"
cat "$out/comment.md"
if [ "$previewed" -ne 0 ]; then exit "$previewed"; fi
exit "$reviewed"
