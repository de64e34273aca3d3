#!/usr/bin/env bash
# The JavaScript clients against the release binary; needs Node.js 20 or later, and a package index on the first run.
set -euo pipefail
cd "$(dirname "$0")"
# No package here needs its install script, so none runs.
npm ci --ignore-scripts --no-audit --no-fund --silent
exec python3 ../against.py node checks.mjs
