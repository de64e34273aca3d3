#!/usr/bin/env bash
# The Rust clients against the release binary; needs what Concord needs, and a crate registry on the first run.
set -euo pipefail
cd "$(dirname "$0")"
# Beside Concord's own target directory, which a client's features must not rebuild.
target=$(cargo metadata --manifest-path ../../../Cargo.toml --format-version 1 --no-deps \
  | python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
cargo build --quiet --locked --target-dir "$target/interop-rust"
exec python3 ../against.py "$target/interop-rust/debug/concord-interop"
