#!/usr/bin/env python3
"""`concord check --against git:` over a thousand contracts with one changed, whole processes, beside `buf breaking`.

Builds a git repository of Avro contracts and one of Protobuf files in a scratch directory, changes one file of each, and
times the release binary and, where `--buf` names it, buf (npm `@bufbuild/buf`) on the same Protobuf tree, in turns.
Prints a table for docs/performance.md and ends with 1 if a bound is broken. Standard library only.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

MAY_TAKE_MS = 200


def avro(number, more=""):
    fields = ",\n".join(f'    {{"name": "field{at}", "type": {kind}, "doc": "What field {at} of record {number} holds."}}'
                        for at, kind in enumerate(['"string"', '"long"', '["null", "string"]', '"double"'] * 4))
    return (f'{{"type": "record", "name": "R{number:04}", "namespace": "org.example.gate", "doc": "Record {number}.",\n'
            f'  "fields": [\n{fields}{more}\n  ]}}\n')


def proto(number, more=""):
    fields = "\n".join(f"  {kind} field{at} = {at + 1};" for at, kind in enumerate(["string", "int64", "bytes", "double"] * 4))
    return f'syntax = "proto3";\npackage org.example.gate.p{number:04};\nmessage R{number:04} {{\n{fields}\n{more}}}\n'


def repository(root, contracts, suffix, text, changed):
    """A repository with everything committed on `main`, and one file changed since."""
    folder = root / "schemas"
    for number in range(contracts):
        file = folder / f"p{number:04}" / f"r{number:04}{suffix}"
        file.parent.mkdir(parents=True)
        file.write_text(text(number))
    git = ["git", "-C", str(root), "-c", "user.name=t", "-c", "user.email=t@example.com"]
    for args in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "state"], ["gc", "-q"]):
        subprocess.run(git + args, check=True)
    (folder / "p0500" / f"r0500{suffix}").write_text(text(500, changed))


def times(commands, rounds):
    """Milliseconds of each command, in turns, after a first run of each that warms the page cache."""
    found = {name: [] for name, _, _ in commands}
    for turn in range(rounds + 1):
        for name, command, cwd in commands:
            began = time.monotonic()
            done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(f"{name} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
            if turn:
                found[name].append((time.monotonic() - began) * 1000)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="target/release/concord", help="the release binary")
    parser.add_argument("--buf", help="the buf binary to compare with")
    parser.add_argument("--contracts", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(scratch)
        optional = ',\n    {"name": "added", "type": ["null", "string"], "default": null, "doc": "Added."}'
        repository(root / "avro", options.contracts, ".avsc", avro, optional)
        repository(root / "proto", options.contracts, ".proto", proto, "  string added = 17;\n")
        check = [binary, "check", "schemas", "--against", "git:main"]
        commands = [("concord, Avro", check, root / "avro"), ("concord, Protobuf", check, root / "proto")]
        if options.buf:
            against = ["breaking", "schemas", "--against", ".git#branch=main,subdir=schemas"]
            commands.append(("buf breaking, Protobuf", [str(pathlib.Path(options.buf).resolve())] + against, root / "proto"))
        found = times(commands, options.rounds)
    print(f"| {options.contracts:,} contracts, one changed, against git | ms, median | from – to |\n| --- | ---: | ---: |")
    medians = {}
    for name, taken in found.items():
        medians[name] = statistics.median(taken)
        print(f"| {name} | {medians[name]:.0f} | {min(taken):.0f} – {max(taken):.0f} |")
    slow = [name for name, median in medians.items() if name.startswith("concord") and median > MAY_TAKE_MS]
    if options.buf and medians["concord, Protobuf"] > medians["buf breaking, Protobuf"]:
        slow.append("concord, Protobuf: slower than buf")
    for name in slow:
        print(f"too slow: {name}")
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
