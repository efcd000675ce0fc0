#!/usr/bin/env bash
# Tests and audits renewed locks. Leaves in build/renewal: locks.patch and report.md, whose first
# line is "Tests passed" or "Tests failed", and whose second "Audit passed" or "Audit failed".
set -uo pipefail
cd "$(dirname "$0")/.."

folder=build/renewal
mkdir -p "$folder"
git diff --binary -- requirements '*package-lock.json' > "$folder/locks.patch"

# verdict NAME COMMAND…: runs a command, keeps its output and writes the line of the report.
verdict() {
  local name=$1 word=passed
  shift
  "$@" > "$folder/$name.log" 2>&1 || word=failed
  tail -n 40 "$folder/$name.log"
  echo "$name $word" >> "$folder/report.md"
}

: > "$folder/report.md"
verdict Tests .ci/run
verdict Audit make audit
for name in Tests Audit; do
  printf '\n## %s: the last lines\n\n```\n' "$name"
  tail -n 40 "$folder/$name.log"
  printf '```\n'
done >> "$folder/report.md"
