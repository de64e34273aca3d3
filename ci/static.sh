#!/usr/bin/env bash
# Builds the static binary as the Dockerfile does, on a machine that is no Alpine, and looks at what came out.
# Needs: rustup target add x86_64-unknown-linux-musl, and musl-gcc (Debian: musl-tools).
set -euo pipefail
cd "$(dirname "$0")/.."
target=x86_64-unknown-linux-musl
cargo build --release --locked -p concord --target "$target"
binary=${CARGO_TARGET_DIR:-target}/$target/release/concord
if ldd "$binary" 2>&1 | grep -q '=>'; then
  echo "$binary is not static:" && ldd "$binary" && exit 1
fi
# In an empty root there is no library to fall back to, and no /tmp.
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
cp "$binary" "$root/concord"
mkdir "$root/schemas"
printf '{"type":"record","name":"A","namespace":"n","doc":"d","fields":[]}' >"$root/schemas/a.avsc"
if chroot "$root" /concord --version 2>/dev/null; then
  chroot "$root" /concord check
else
  echo "no chroot here: run as it is" && (cd "$root" && ./concord --version && ./concord check)
fi
echo "static: $(du -h "$binary" | cut -f1) $binary"
