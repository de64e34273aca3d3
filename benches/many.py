"""A store of many schemas: fills one through the API, then starts the release binary on it and measures start and memory.

Each schema is an Avro record in a subject of its own; no two texts are alike.
Linux only (`/proc`); standard library only. A part of `benches/registry.py`.
"""

import http.client
import itertools
import json
import pathlib
import re
import statistics
import sys
import threading
import time
import urllib.parse

from server import Concord, fetch

CLIENTS = 16
MAY_TAKE_SECONDS = 2.0
MEGABYTE = 1_000_000


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


def start(binary, home, schemas, options):
    """Starts the binary some times; true if it is ready soon and small, then and after every id was read."""
    may_hold = 1.5 * schemas * options.bytes + 100 * MEGABYTE
    warm(home)
    print(f"\n| start with {schemas:,} schemas | ready after s | resident MB | after every id was read |\n"
          "| --- | ---: | ---: | ---: |", flush=True)
    seconds, resident = [], []
    for number in range(1, options.starts + 1):
        began = time.monotonic()
        with Concord(binary, home) as concord:
            seconds.append(time.monotonic() - began)
            resident.append(resident_bytes(concord))
            row = f"| {number} | {seconds[-1]:.2f} | {resident[-1] / MEGABYTE:.0f} |"
            check(concord.url, schemas, options)
            if number == options.starts:
                read_all(concord.url, schemas)
                resident.append(resident_bytes(concord))
                row += f" {resident[-1] / MEGABYTE:.0f} |"
            else:
                row += " |"
            print(row, flush=True)
    slow, large = statistics.median(seconds), max(resident)
    print(f"| median, most | {slow:.2f} | {large / MEGABYTE:.0f} | |\n| allowed | {MAY_TAKE_SECONDS:.2f} "
          f"| {may_hold / MEGABYTE:.0f} | |", flush=True)
    return slow < MAY_TAKE_SECONDS and large < may_hold


def read_all(url, schemas):
    """Reads every id once."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=60)
    for number in range(1, schemas + 1):
        connection.request("GET", f"/schemas/ids/{number}")
        if connection.getresponse().read()[:1] != b"{":
            sys.exit(f"id {number} was not read")
    connection.close()


def warm(home):
    """Reads every file once, so that the page cache holds it."""
    for file in (home / "concord-data").rglob("*"):
        if file.is_file():
            with open(file, "rb") as bytes_of:
                while bytes_of.read(1 << 20):
                    pass


def resident_bytes(concord):
    """Bytes of the process that are in memory."""
    status = pathlib.Path(f"/proc/{concord.process.pid}/status").read_text()
    return int(re.search(r"^VmRSS:\s+(\d+) kB$", status, re.M).group(1)) * 1024


def check(url, schemas, options):
    """What was registered is served, the last one included."""
    for number in (1, schemas):
        status, body, _ = fetch(f"{url}/subjects/{subject(number)}/versions/1/schema")
        if status != 200 or body.decode() != text(number, options.bytes):
            sys.exit(f"schema {number} came back as {status} {body[:200]}")
