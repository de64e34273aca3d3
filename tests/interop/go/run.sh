#!/usr/bin/env bash
# The Go clients against the release binary; needs Go 1.25 or later and a C compiler, and a module proxy on the first run.
# (The serializers of Confluent import its Kafka client, which brings its own librdkafka as a static library.)
set -euo pipefail
cd "$(dirname "$0")"
checks=$(mktemp -d)
trap 'rm -rf "$checks"' EXIT
go build -mod=readonly -o "$checks/checks" .
python3 ../against.py "$checks/checks"
