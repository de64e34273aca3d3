#!/usr/bin/env bash
# The Java clients against the release binary; needs a JDK 17 or later and Maven, and a package index on the first run.
set -euo pipefail
cd "$(dirname "$0")"
mvn --batch-mode --quiet compile dependency:build-classpath -Dmdep.outputFile=target/classpath
exec python3 ../against.py java -cp "target/classes:$(cat target/classpath)" interop.Checks
