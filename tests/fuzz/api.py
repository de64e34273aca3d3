#!/usr/bin/env python3
"""The API of the release binary against its own OpenAPI document, with Schemathesis.

    python3 tests/fuzz/api.py [--long] [--seed N] [--binary PATH] [--examples N]

makes a virtual environment below the target directory with the pinned packages, builds `concord` in release, starts the
registry on a free port with an empty data directory, registers schemas of every format, and holds the document to the
OpenAPI 3.1 specification. Then requests are made from the document, good ones and bad ones: no answer may be a 5xx, every
status, media type, body and error code must be the documented one, what the document forbids must be refused and what it
allows must be read. Links of the document are walked from answer to request.

The seed is printed, and fixed unless `--seed` or `CONCORD_FUZZ_SEED` says otherwise. The short form takes about three
minutes; `--long` takes an hour, `--examples` or `CONCORD_FUZZ_EXAMPLES` any time you like.
Needs Python 3.10 or later with `venv`, cargo, and a package index on the first run.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
REPO = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "interop"))

from document import widened  # noqa: E402
from run import environment  # noqa: E402
from seeds import sow  # noqa: E402
from server import Concord, build, fetch  # noqa: E402

SEED = 20_260_901
# Requests for each operation and kind; the long form keeps two cores busy for about an hour.
SHORT, LONG = 40, 3000

# Settings come last: a registry that has become READONLY refuses everything else.
SETTINGS = "^/(config|mode)"
# Name, what stands before every path, arguments.
PASSES = [
    ("schemas, subjects, versions, associations", "", ["--exclude-path-regex", SETTINGS]),
    ("the same inside a context", "/contexts/.staging", ["--exclude-path-regex", SETTINGS + "|^/$", "--phases", "examples,fuzzing"]),
    ("settings and modes", "", ["--include-path-regex", SETTINGS, "--phases", "examples,coverage,fuzzing"]),
    ("everything, under the settings that are left", "", ["--phases", "examples,fuzzing"]),
]


def main():
    options = arguments()
    if options.binary:
        binary = pathlib.Path(options.binary).resolve()
        target = binary.parent.parent
    else:
        target = build(["-p", "concord"], REPO).parent
        binary = target / "release" / "concord"
    python = environment(target / "fuzz-venv", HERE / "requirements.txt")
    print(f"seed {options.seed}, {options.examples} requests for each operation and kind", flush=True)
    with tempfile.TemporaryDirectory() as scratch, Concord(binary, scratch) as server:
        failed = run_passes(python, server, pathlib.Path(scratch), options)
        log = server.said()
    complaints = [line for line in log.splitlines() if "panicked" in line or "ERROR" in line]
    for line in complaints[:20]:
        print(f"in the log of the server: {line}")
    failed += ["the log of the server"] if complaints else []
    # Reads that went well are not in the log.
    answered, refused = log.count("request answered"), log.count("request refused")
    print(f"{answered} changes and questions with a body went well, {refused} requests were refused")
    if answered * 20 < refused:
        failed.append("the reach: nearly every request stops at the first check")
    print(f"failed: {', '.join(failed)}" if failed else "no answer differs from the document")
    sys.exit(1 if failed else 0)


def arguments():
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--long", action="store_true", help="the long form")
    read.add_argument("--seed", type=int, default=int(os.environ.get("CONCORD_FUZZ_SEED", SEED)))
    read.add_argument("--examples", type=int, default=int(os.environ.get("CONCORD_FUZZ_EXAMPLES", "0")),
                      help="requests for each operation and kind")
    read.add_argument("--binary", help="a binary that is built already")
    read.add_argument("--workers", type=int, default=1, help="more than one is faster, but no seed repeats it")
    options = read.parse_args()
    options.examples = options.examples or (LONG if options.long else SHORT)
    return options


def run_passes(python, server, scratch, options):
    """The names of the passes that failed."""
    document = json.loads(fetch(f"{server.url}/openapi.json")[1])
    place = scratch / "openapi.json"
    place.write_text(json.dumps(document))
    failed = []
    if subprocess.run([python.parent / "openapi-spec-validator", "--schema", "3.1", place]).returncode != 0:
        failed.append("the document")
    known = sow(server.url)
    place.write_text(json.dumps(widened(document)))
    settings = scratch / "schemathesis.toml"
    hooks = f"hooks = {json.dumps(str(HERE / 'hooks.py'))}\n"
    settings.write_text(hooks + (HERE / "schemathesis.toml").read_text() + dictionaries(known))
    for number, (name, prefix, words) in enumerate(PASSES):
        print(f"\n-- {name}", flush=True)
        command = [python.parent / "schemathesis", "--no-color", "--config-file", settings, "run", place,
                   "--url", server.url + prefix, "--seed", options.seed + number, "--max-examples", options.examples,
                   "--workers", options.workers, "--continue-on-failure", "--request-timeout", 30,
                   "--suppress-health-check", "all", "--warnings", "off", *words]
        if subprocess.run([str(word) for word in command], cwd=scratch).returncode != 0:
            failed.append(name)
    if fetch(f"{server.url}/health/ready")[0] != 200:
        failed.append("the health of the server")
    return failed


def dictionaries(known):
    """Settings by which most values of these parameters are ones that mean something."""
    lines = []
    for place, values in known.items():
        name = "".join(letter if letter.isalnum() else "-" for letter in place)
        # A list of JSON is a list of TOML.
        lines += [f"[dictionaries.{name}]", f"values = {json.dumps(values)}",
                  f"[parameters.{json.dumps(place)}]", f"dictionary = {json.dumps(name)}", "probability = 0.7"]
    return "\n".join(["", *lines, ""])


if __name__ == "__main__":
    main()
