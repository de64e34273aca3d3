"""Schemas of megabytes in each format: how long the release binary takes to register, to know again and to serve one.

Definitions, not one long comment: the parser has work to do. A part of `benches/registry.py`.
"""

import json
import sys
import time

from server import Concord, fetch

# One format's name, what its text begins with, its definitions, what stands between them, what it ends with.
SHAPES = (
    ("AVRO", '{"type":"record","name":"Large","fields":[', '{{"name":"field{0}","type":["null","string"],"doc":"a \\"word\\" on {0}"}}', ",", "]}"),
    ("PROTOBUF", 'syntax = "proto3";\n', "// A \"word\" on {0}.\nmessage Large{0} {{\n  string field = 1;\n  repeated int64 amounts = 2;\n}}\n", "", ""),
    ("JSON", '{"type":"object","properties":{', '"property{0}":{{"description":"a \\"word\\" on {0}","type":"string","minLength":1}}', ",", "}}"),
)


def large(binary, scratch, size):
    """A table; true, or the program ends."""
    print(f"\n| schema of {size:,} bytes | registered after s | again after s | served after s |\n"
          "| --- | ---: | ---: | ---: |", flush=True)
    with Concord(binary, scratch / "large") as concord:
        for name, head, definition, between, tail in SHAPES:
            text = written(size, head, definition, between, tail)
            body = {"schemaType": name, "schema": text}
            path = f"{concord.url}/subjects/large-{name}/versions"
            registered, first = timed(path, body)
            again, second = timed(path, body)
            identifier = json.loads(first)["id"]
            served, answer = timed(f"{concord.url}/schemas/ids/{identifier}", None)
            if json.loads(second)["id"] != identifier or abs(len(json.loads(answer)["schema"]) - size) > size / 10:
                sys.exit(f"{name}: another schema is served than was registered")
            print(f"| {name} | {registered:.2f} | {again:.2f} | {served:.3f} |", flush=True)
    return True


def written(size, head, definition, between, tail):
    parts, length, number = [], len(head) + len(tail), 0
    while length < size:
        number += 1
        parts.append(definition.format(number))
        length += len(parts[-1]) + len(between)
    return head + between.join(parts) + tail


def timed(url, body):
    """Seconds and body of an answer that is none but 200."""
    began = time.monotonic()
    status, answer, _ = fetch(url, body)
    seconds = time.monotonic() - began
    if status != 200:
        sys.exit(f"{url} was answered with {status}: {answer[:300]}")
    return seconds, answer
