#!/usr/bin/env bash
# Every client whose toolchain is on this machine, one language after the other; ends with the sum of all.
# The exit code is 0 only if nothing failed; what was skipped is said before the sum.
set -uo pipefail
cd "$(dirname "$0")"

# Language, the tools it needs, and its script.
languages=(
  "python|python3|python3 run.py"
  "javascript|python3 node npm|javascript/run.sh"
  "go|python3 go cc|go/run.sh"
  "rust|python3 cargo|rust/run.sh"
  "java|python3 java mvn|java/run.sh"
  "reports|python3 java|python3 reports/run.py"
)

passed=0 failed=0 skipped=()
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for row in "${languages[@]}"; do
  IFS='|' read -r language tools script <<<"$row"
  printf '\n== %s\n' "$language"
  missing=()
  for tool in $tools; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  if ((${#missing[@]})); then
    echo "skipped: ${missing[*]} not found"
    skipped+=("$language (no ${missing[*]})")
    continue
  fi
  $script 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
    # A script that fails although none of its checks did counts as one.
    ((status == 0 || BASH_REMATCH[2] > 0)) || failed=$((failed + 1))
  else
    echo "$language ended before its checks did, with $status"
    failed=$((failed + 1))
  fi
done

echo
for each in "${skipped[@]}"; do
  echo "skipped: $each"
done
echo "$passed passed, $failed failed"
((failed == 0 && passed > 0))
