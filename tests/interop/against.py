#!/usr/bin/env python3
"""Runs a command against the release binary with the catalogue pushed; ends with the command's exit code.

    python3 tests/interop/against.py COMMAND...

The command finds the registry's address in CONCORD_REGISTRY and the schemas that all languages share in INTEROP_SCHEMAS.
Standard library only; the `run.sh` of each language uses it.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

from server import Concord, build

HERE = pathlib.Path(__file__).resolve().parent
REPO = HERE.parent.parent


def main(command):
    if not command:
        sys.exit(__doc__)
    release = build(["-p", "concord"], REPO)
    with tempfile.TemporaryDirectory(prefix="concord-interop-") as scratch, Concord(release / "concord", scratch) as concord:
        concord.push(REPO)
        told = {"CONCORD_REGISTRY": concord.url, "INTEROP_SCHEMAS": str(HERE / "schemas")}
        return subprocess.run(command, env=os.environ | told).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
