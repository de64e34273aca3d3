"""Collects checks, runs them and counts; and the things every check needs."""

import dataclasses
import json
import pathlib
import subprocess
import traceback

from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.serialization import MessageField, SerializationContext

REPO = pathlib.Path(__file__).resolve().parent.parent.parent

CHECKS = []


def check(function):
    """Marks a check; its name is the sentence that is printed."""
    CHECKS.append(function)
    return function


@dataclasses.dataclass
class World:
    """What a check may use."""

    concord: object
    interop: pathlib.Path
    scratch: pathlib.Path

    def client(self):
        """A client of its own, so that no check profits from another's cache."""
        return SchemaRegistryClient({"url": self.concord.url})

    def rust(self, *words, stdin=""):
        """What our generated types say: one JSON object."""
        command = [str(self.interop), *[str(word) for word in words]]
        done = subprocess.run(command, input=stdin, capture_output=True, text=True)
        assert done.returncode == 0, f"{' '.join(command)}: {done.stderr.strip()}"
        return json.loads(done.stdout)


def value_of(topic):
    """The context in which a producer serializes a value."""
    return SerializationContext(topic, MessageField.VALUE)


def equal(ours, theirs, what):
    assert ours == theirs, f"{what}: {ours!r} is not {theirs!r}"


def run_all(world, only=""):
    """Runs the checks in order of declaration; true if none failed."""
    passed = failed = 0
    for function in CHECKS:
        name = function.__name__.replace("_", " ")
        if only not in name:
            continue
        try:
            function(world)
        except Exception:
            failed += 1
            print(f"FAILED {name}\n{traceback.format_exc()}")
        else:
            passed += 1
            print(f"ok     {name}")
    print(f"{passed} passed, {failed} failed")
    return failed == 0 and passed > 0
