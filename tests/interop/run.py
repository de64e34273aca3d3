#!/usr/bin/env python3
"""Confluent's Python client against the release binary, and against our generated types.

    python3 tests/interop/run.py

makes a virtual environment below the target directory, installs the pinned packages into it, builds `concord` in release
and the example `interop`, starts the registry on a free port with an empty data directory, pushes `schemas/` and
runs the checks. The last line is `N passed, N failed`; the exit code is 0 only if nothing failed.
Needs Python 3.10 or later with `venv` (Debian: python3-venv), cargo, and a package index on the first run.
"""

import hashlib
import os
import pathlib
import subprocess
import sys

from server import build

HERE = pathlib.Path(__file__).resolve().parent
REPO = HERE.parent.parent


def main():
    if sys.version_info < (3, 10):
        sys.exit("Python 3.10 or later is needed")
    release = build(["-p", "concord"], REPO)
    # As `cargo test` builds it: nothing here measures our types.
    debug = build(["-p", "event-contracts", "--example", "interop"], REPO, profile="dev")
    python = environment(release.parent / "interop-venv", HERE / "requirements.txt")
    words = [python, HERE / "checks.py", release / "concord", debug / "examples" / "interop", *sys.argv[1:]]
    sys.exit(subprocess.run([str(word) for word in words]).returncode)


def environment(place, requirements):
    """The interpreter of a virtual environment with exactly the packages of a file of requirements."""
    stamp = place / "requirements.sha256"
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    python = place / "bin" / "python"
    if not stamp.exists() or stamp.read_text() != wanted:
        run([sys.executable, "-m", "venv", "--clear", place], "Debian and Ubuntu keep venv in the package python3-venv")
        run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:",
             # The one package of the client's rules that is published as source alone.
             "--no-binary", "hkdf", "--requirement", requirements], "the first run needs a package index")
        stamp.write_text(wanted)
    return python


def run(command, hint):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if subprocess.run([str(word) for word in command], env=environment).returncode != 0:
        sys.exit(f"`{' '.join(str(word) for word in command)}` failed; {hint}")


if __name__ == "__main__":
    main()
