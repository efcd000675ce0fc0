#!/usr/bin/env bash
# Proposes the locks in build/renewal as a pull request from $BRANCH. Where the repository lets no
# workflow open one, or nothing is new but the audit failed, an issue tells instead.
set -euo pipefail
cd "$(dirname "$0")/.."

patch=build/renewal/locks.patch report=build/renewal/report.md
title="Renewed locks: $(sed -n 1p "$report" | tr '[:upper:]' '[:lower:]')"
if [ ! -s "$patch" ]; then
  grep -qx 'Audit passed' "$report" || .github/tell.sh "A dependency has a known vulnerability" "$report"
  exit 0
fi
git switch --create "$BRANCH"
git apply "$patch"
git config user.name "github-actions[bot]"
git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
git commit --all --message "Renew the locks" --quiet
gh auth setup-git
git push --force origin "$BRANCH"
if [ -n "$(gh pr list --head "$BRANCH" --state open --json number --jq '.[].number')" ]; then
  gh pr edit "$BRANCH" --title "$title" --body-file "$report"
elif ! gh pr create --head "$BRANCH" --title "$title" --body-file "$report"; then
  .github/tell.sh "$title (branch $BRANCH)" "$report"
fi
