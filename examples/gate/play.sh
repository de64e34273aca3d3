#!/usr/bin/env bash
# Plays pull requests in a repository of its own: a compatible change passes, a breaking one is refused,
# a waiver lets it through, and the day after the waiver's last it is refused again.
# CONCORD names the binary; the release binary of this repository unless stated.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
concord=${CONCORD:-${CARGO_TARGET_DIR:-$here/../../target}/release/concord}
command -v "$concord" >/dev/null || { echo "no concord at $concord: cargo build --release -p concord" >&2; exit 2; }
concord=$(realpath "$(command -v "$concord")")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# Nobody's settings but those of the play.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=play GIT_AUTHOR_EMAIL=play@example.com GIT_COMMITTER_NAME=play GIT_COMMITTER_EMAIL=play@example.com
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE CONCORD_TODAY

passed=0 failed=0
# What is expected, the exit code, a text that must be told, and the command.
expect() {
  local what=$1 code=$2 told=$3 out got=0
  shift 3
  printf '\n== %s\n$ concord%s\n' "$what" "$(quoted "$@")"
  out=$("$concord" "$@" 2>&1) || got=$?
  printf '%s\n[exit %s]\n' "$out" "$got"
  if [[ $got == "$code" && $out == *"$told"* ]]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1)) && echo "NOT AS EXPECTED: exit $code and '$told'"
  fi
}
# Arguments as one would type them.
quoted() {
  local word
  for word; do
    if [[ $word == *[[:space:]]* ]]; then word="\"$word\""; fi
    printf ' %s' "$word"
  done
}
# A branch off main that holds one of the changes.
pull_request() {
  git checkout -q -B "$1" main
  cp -r "$here/changes/$1/." .
  git add -A && git commit -q -m "$2"
}
check=(check schemas --against git:main)

git init -q -b main .
cp -r "$here/repository/." .
git add -A && git commit -q -m "The contracts as they are"
expect "nothing changed" 0 "ok: 1 contract judged, 0 changed" "${check[@]}"

pull_request compatible "Orders may carry a note"
expect "a compatible change passes" 0 "ok: 1 contract judged, 1 changed" "${check[@]}"

pull_request breaking "Orders say where they come from"
expect "a breaking change is refused, and why" 1 "error[avro-reader-field-without-default]" \
  "${check[@]}" --report text --report sarif=concord.sarif
grep -q '"ruleId": "avro-reader-field-without-default"' concord.sarif

expect "somebody answers for it" 0 "waived: avro-reader-field-without-default for order.placed-value" \
  waive avro-reader-field-without-default order.placed-value schemas --owner team-orders --expires 2999-12-31 \
  --reason "nothing has been published yet"
git add -A -- schemas && git commit -q -m "Let it through until the end of the year"
expect "the waiver lets it through" 0 "waived[avro-reader-field-without-default]" "${check[@]}"

export CONCORD_TODAY=3000-01-01
expect "the day after its last it does not" 4 "error[waiver-expired]" "${check[@]}"

echo
echo "$passed passed, $failed failed"
((failed == 0))
