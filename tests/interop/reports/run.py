"""The JUnit reports of `concord check` against the schema that Jenkins reads them by, in Java's own validator."""

import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CONCORD = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "concord"
SCHEMA = ROOT / "concord/tests/fixtures/reports/junit-10.xsd"

RECORD = '{"type":"record","name":"R","namespace":"n","doc":"d","fields":[%s]}'
FIELD = '{"name":"a","type":"string","doc":"d"}'
HOSTILE = r'a\"]]>::error::%%0A\n\u0001\u001b[31m<b>&\uffff'
OBJECT = '{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"' + HOSTILE + '":{"type":"%s"}}}'

# Name, the files before, the files after, the exit code.
CASES = [
    ("clean", {"a.avsc": RECORD % FIELD}, {}, 0),
    ("breaking", {"a.avsc": RECORD % ""}, {"a.avsc": RECORD % FIELD}, 1),
    ("no schema", {"a.avsc": RECORD % ""}, {"a.avsc": "{", "b.avsc": "\u0001"}, 2),
    ("hostile names", {"a <&>\".schema.json": OBJECT % "string"}, {"a <&>\".schema.json": OBJECT % "integer"}, 1),
    ("nothing to judge", {}, {}, 2),
]


def report(name, before, after, code, into):
    """The report of a change, as a file."""
    old, new = into / name / "old", into / name / "new"
    for directory, files in [(old, before), (new, before | after)]:
        directory.mkdir(parents=True)
        for file, text in files.items():
            (directory / file).write_text(text)
    document = into / name / "report.xml"
    against = [] if not before else ["--against", f"dir:{old}"]
    command = [CONCORD, "check", new, *against, "--report", f"junit={document}"]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode != code:
        print(f"FAILED {name}: exit {ran.returncode}, expected {code}\n{ran.stdout}{ran.stderr}")
        return None
    return document


def main():
    """Counts what passed."""
    passed = failed = 0
    with tempfile.TemporaryDirectory() as directory:
        into = pathlib.Path(directory)
        for name, before, after, code in CASES:
            document = report(name, before, after, code, into)
            valid = document and subprocess.run(["java", HERE / "Validate.java", SCHEMA, document]).returncode == 0
            passed, failed = passed + bool(valid), failed + (not valid)
        # A validator that refuses nothing would prove nothing.
        wrong = into / "wrong.xml"
        wrong.write_text("<testsuite><testcase/></testsuite>")
        refused = subprocess.run(["java", HERE / "Validate.java", SCHEMA, wrong]).returncode == 1
        passed, failed = passed + refused, failed + (not refused)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
