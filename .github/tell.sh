#!/usr/bin/env bash
# Opens an issue, or adds a comment to the open one of that title: tell.sh TITLE FILE
set -euo pipefail

title=$1 file=$2
number=$(gh issue list --state open --limit 200 --json number,title \
  --jq "map(select(.title == \"$title\"))[0].number // empty")
if [ -n "$number" ]; then
  gh issue comment "$number" --body-file "$file"
else
  gh issue create --title "$title" --body-file "$file"
fi
