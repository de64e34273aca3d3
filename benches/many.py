#!/usr/bin/env python3
"""A store of many schemas: fills one through the API, then starts the release binary on it and measures start and memory.

Each schema is an Avro record of about 2 KB in a subject of its own; no two texts are alike.
Linux only (`/proc`); standard library only. Everything stays on 127.0.0.1 and in one directory.
"""

import argparse
import http.client
import itertools
import json
import pathlib
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse

REPO = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPO / "tests" / "interop"))

from server import Concord, build, fetch  # noqa: E402

CLIENTS = 16
MAY_TAKE_SECONDS = 2.0
MEGABYTE = 1_000_000


def main():
    options = arguments()
    binary = options.binary or build(["-p", "concord"], REPO) / "concord"
    with tempfile.TemporaryDirectory(prefix="concord-many-") as scratch:
        home = pathlib.Path(options.keep or scratch)
        home.mkdir(parents=True, exist_ok=True)
        if not (home / "concord-data").exists():
            print(f"registering {options.schemas:,} schemas of {options.bytes:,} bytes …", flush=True)
            with Concord(binary, home) as concord:
                seconds = fill(concord.url, options.schemas, options.bytes)
            print(f"{options.schemas / seconds:,.0f} registrations a second with {CLIENTS} clients")
        sys.exit(0 if report(binary, home, options) else 1)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schemas", type=int, default=100_000)
    parser.add_argument("--bytes", type=int, default=2_000, help="length of each text")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--keep", help="a directory whose store is filled once and used again")
    parser.add_argument("--binary", help="measure this binary instead of building one")
    return parser.parse_args()


def subject(number):
    return f"many.s{number:07}-value"


def text(number, size):
    """An Avro record in canonical form of about `size` bytes: no parser is needed to know it again."""
    fields, length, at = [], 0, 0
    kinds = ['"string"', '"long"', '["null","string"]', '{"type":"array","items":"string"}', '"double"']
    while length < size - 250:
        field = f'{{"name":"field{at}","type":{kinds[(number + at) % len(kinds)]},"doc":"what field {at} of record {number} holds"}}'
        fields.append(field)
        length += len(field) + 1
        at += 1
    head = f'{{"type":"record","name":"R{number:07}","namespace":"org.example.many","doc":"'
    tail = '","fields":[' + ",".join(fields) + "]}"
    return head + "x" * max(0, size - len(head) - len(tail)) + tail


def fill(url, schemas, size, first=1):
    """Registers `schemas` texts with some clients at once; returns the seconds it took."""
    numbers, lock, refusals = iter(range(first, first + schemas)), threading.Lock(), []

    def client():
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=60)
        while not refusals:
            with lock:
                mine = list(itertools.islice(numbers, 50))
            if not mine:
                break
            for number in mine:
                body = json.dumps({"schema": text(number, size)})
                connection.request("POST", f"/subjects/{subject(number)}/versions", body,
                                   {"Content-Type": "application/json"})
                answer = connection.getresponse()
                said = answer.read()
                if answer.status != 200:
                    refusals.append(f"{subject(number)}: {answer.status} {said[:500]}")
                    return
        connection.close()

    began = time.monotonic()
    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    if refusals:
        sys.exit(f"a registration was refused: {refusals[0]}")
    return time.monotonic() - began


def report(binary, home, options):
    """Starts the binary some times; true if it keeps what docs/performance.md promises."""
    texts = options.schemas * options.bytes
    may_hold = 1.5 * texts + 100 * MEGABYTE
    warm(home)
    print("\n| start | ready after s | resident MB | of it files MB |\n| --- | ---: | ---: | ---: |")
    seconds, resident = [], []
    for number in range(1, options.starts + 1):
        began = time.monotonic()
        with Concord(binary, home) as concord:
            seconds.append(time.monotonic() - began)
            memory = memory_of(concord.process.pid)
            resident.append(memory["VmRSS"])
            check(concord.url, options)
            print(f"| {number} | {seconds[-1]:.2f} | {memory['VmRSS'] / MEGABYTE:.0f} "
                  f"| {memory['RssFile'] / MEGABYTE:.0f} |", flush=True)
    slow, large = statistics.median(seconds), max(resident)
    print(f"\nready: median {slow:.2f} s, allowed {MAY_TAKE_SECONDS:.2f} s"
          f"\nresident: most {large / MEGABYTE:.0f} MB, allowed 1.5 x {texts / MEGABYTE:.0f} + 100 = {may_hold / MEGABYTE:.0f} MB")
    return slow < MAY_TAKE_SECONDS and large < may_hold


def warm(home):
    """Reads every file once, so that the page cache holds it."""
    for file in (home / "concord-data").rglob("*"):
        if file.is_file():
            with open(file, "rb") as bytes_of:
                while bytes_of.read(1 << 20):
                    pass


def memory_of(pid):
    """Bytes of the process by their name in `/proc/PID/status`."""
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    sizes = (line.split(":", 1) for line in lines if line.endswith(" kB"))
    return {name: int(size.split()[0]) * 1024 for name, size in sizes}


def check(url, options):
    """What was registered is served, the last one included."""
    for number in (1, options.schemas):
        status, body, _ = fetch(f"{url}/subjects/{subject(number)}/versions/1/schema")
        if status != 200 or body.decode() != text(number, options.bytes):
            sys.exit(f"schema {number} came back as {status} {body[:200]}")


if __name__ == "__main__":
    main()
