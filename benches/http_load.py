#!/usr/bin/env python3
"""Load on `GET /schemas/ids/{id}`: the release binary against a bare axum handler with the same body and headers.

Both run side by side; rounds alternate, so that what disturbs the machine disturbs both. Needs `wrk` and `cargo`.
Everything stays on 127.0.0.1 and in a temporary directory.
"""

import argparse
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

REPO = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPO / "tests" / "interop"))

from server import Concord, Process, build, fetch, free_port, wait_until_it_answers  # noqa: E402

UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


def main():
    options = arguments()
    if shutil.which("wrk") is None:
        sys.exit("`wrk` is not installed; on Debian: apt-get install wrk")
    target = build(["-p", "concord"], REPO)
    build(["-p", "registry-server", "--example", "bare"], REPO)
    with tempfile.TemporaryDirectory(prefix="concord-load-") as scratch:
        scratch = pathlib.Path(scratch)
        with Concord(target / "concord", scratch) as concord:
            concord.push(REPO)
            path, body, headers = subject_of_the_race(concord.url)
            (scratch / "body").write_bytes(body)
            with bare(target, scratch / "body", headers) as (process, url):
                same_answer(concord.url + path, url + path)
                print(f"GET {path}: {len(body)} bytes, {options.connections} connections, "
                      f"{options.rounds} rounds of {options.seconds} s each, {options.threads} wrk thread(s)\n")
                rounds = race({"concord": concord.url + path, "bare axum": url + path}, options)
    report(rounds)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def subject_of_the_race(url):
    """The path of `payment.initiated` by its id, the body and the headers that belong to the content."""
    _, version, _ = fetch(url + "/subjects/payment.initiated-value/versions/latest")
    path = f"/schemas/ids/{json.loads(version)['id']}"
    _, body, headers = fetch(url + path)
    own = {"content-length", "date", "connection", "transfer-encoding"}
    return path, body, [f"{name}:{value}" for name, value in headers.items() if name.lower() not in own]


class bare(Process):
    """The yardstick, listening."""

    def __init__(self, target, body, headers):
        self.url = f"http://127.0.0.1:{free_port()}"
        super().__init__([target / "examples" / "bare", self.url.removeprefix("http://"), body, *headers])

    def __enter__(self):
        super().__enter__()
        wait_until_it_answers(self, self.url + "/schemas/ids/1")
        return self, self.url


def same_answer(one, other):
    """A ratio means something only if both send the same bytes."""
    first, second = fetch(one), fetch(other)
    names = [sorted(name.lower() for name in answer[2]) for answer in (first, second)]
    if first[:2] != second[:2] or names[0] != names[1]:
        sys.exit(f"the two answers differ: {names[0]} {len(first[1])} bytes, {names[1]} {len(second[1])} bytes")


def race(urls, options):
    """Figures per contender and round; who goes first changes from round to round."""
    rounds = {name: [] for name in urls}
    for url in urls.values():
        wrk(url, options, seconds=1)
    for number in range(options.rounds):
        order = list(urls) if number % 2 == 0 else list(reversed(urls))
        for name in order:
            rounds[name].append(wrk(urls[name], options, options.seconds))
    return rounds


def wrk(url, options, seconds):
    """Requests per second, and the latency of the middle and of the slowest hundredth in milliseconds."""
    command = ["wrk", f"-t{options.threads}", f"-c{options.connections}", f"-d{seconds}s", "--latency", url]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        sys.exit(f"{url} did not answer every request:\n{text}")

    def latency(percent):
        value, unit = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s)$", text, re.M).groups()
        return float(value) * UNITS[unit]

    rate = float(re.search(r"^Requests/sec:\s+([\d.]+)$", text, re.M).group(1))
    return rate, latency(50), latency(99)


def report(rounds):
    print("| round | concord, requests/s | bare axum, requests/s | ratio | p50 ms | p99 ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    ratios = []
    for number, (ours, theirs) in enumerate(zip(rounds["concord"], rounds["bare axum"]), 1):
        ratios.append(ours[0] / theirs[0])
        print(f"| {number} | {ours[0]:,.0f} | {theirs[0]:,.0f} | {ratios[-1]:.3f} "
              f"| {ours[1]:.2f} / {theirs[1]:.2f} | {ours[2]:.2f} / {theirs[2]:.2f} |")
    print(f"\nratio: median {statistics.median(ratios):.3f}, from {min(ratios):.3f} to {max(ratios):.3f}")


if __name__ == "__main__":
    main()
