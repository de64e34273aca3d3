#!/usr/bin/env python3
"""Load on the hot requests: the release binary against bare axum handlers with the same bodies and headers.

`GET /schemas/ids/{id}` with few and with many schemas, the ids drawn at random; lookup and registration of schemas that
are there. Both servers run side by side; rounds alternate, so that what disturbs the machine disturbs both.
Needs `wrk` and `cargo`. Everything stays on 127.0.0.1 and in a temporary directory.
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
sys.path.insert(0, str(REPO / "benches"))

from many import fill, subject, text  # noqa: E402
from server import Concord, Process, build, fetch, free_port, wait_until_it_answers  # noqa: E402

UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}
DRAWN = 500
MEDIA_TYPE = "application/vnd.schemaregistry.v1+json"

# What is asked; the least ratio of requests per second, the most of p99.
BY_ID = ("GET /schemas/ids/{id}", 0.85, 1.5)
LOOKUP = ("POST /subjects/{subject}", 1 / 3, None)
REGISTER = ("POST /subjects/{subject}/versions", 1 / 3, None)


def main():
    options = arguments()
    if shutil.which("wrk") is None:
        sys.exit("`wrk` is not installed; on Debian: apt-get install wrk")
    target = build(["-p", "concord"], REPO)
    build(["-p", "registry-server", "--example", "bare"], REPO)
    kept = True
    print("| request | schemas | body, bytes | Concord, requests/s | bare handler, requests/s | ratio (from – to) "
          "| p99 ms | ratio of p99 |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    with tempfile.TemporaryDirectory(prefix="concord-load-") as scratch:
        scratch = pathlib.Path(scratch)
        with Concord(target / "concord", options.keep or scratch) as concord:
            filled = 0
            for schemas in options.schemas:
                if not options.keep: fill(concord.url, schemas - filled, options.bytes, first=filled + 1)
                filled = schemas
                for asked in (BY_ID, LOOKUP, REGISTER):
                    if options.only and options.only not in asked[0]: continue
                    kept &= contest(asked, concord, target, scratch, schemas, options)
    sys.exit(0 if kept else "\nthe bounds are not kept")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schemas", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--bytes", type=int, default=2_000, help="length of each schema")
    parser.add_argument("--keep"); parser.add_argument("--only")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--threads", type=int, default=1, help="of wrk")
    return parser.parse_args()


def contest(asked, concord, target, scratch, schemas, options):
    """One row of the table; whether the bounds are kept."""
    name, least, most = asked
    drawn = schemas if asked is BY_ID else min(schemas, DRAWN)
    numbers = [1 + index * (schemas - 1) // (drawn - 1) for index in range(drawn)]
    script = scratch / "requests.lua"
    script.write_text(requests(asked, numbers, options.bytes))
    path, body = example(asked, numbers[-1], options.bytes)
    # Of an id, the answer is written at the first question; nobody is measured while the others write.
    if asked is BY_ID:
        for number in numbers[:2]:
            fetch(concord.url + example(asked, number, options.bytes)[0])
    status, answer, headers = fetch(concord.url + path, body)
    if status != 200:
        sys.exit(f"{path} was answered with {status}: {answer[:300]}")
    (scratch / "body").write_bytes(answer)
    own = {"content-length", "date", "connection", "transfer-encoding"}
    headers = [f"{name}:{value}" for name, value in headers.items() if name.lower() not in own]
    with bare(target, scratch / "body", headers) as url:
        same_answer(concord.url + path, url + path, body)
        rounds = race({"concord": concord.url, "bare": url}, script, options)
    return report(name, schemas, len(answer), rounds, least, most)


def example(asked, number, size):
    """Path and body of one request."""
    if asked is BY_ID:
        return f"/schemas/ids/{number}", None
    tail = "/versions" if asked is REGISTER else ""
    return f"/subjects/{subject(number)}{tail}", {"schema": text(number, size)}


def requests(asked, numbers, size):
    """A script that draws from requests made beforehand, the same for both servers."""
    if asked is BY_ID:
        return f"""function init()
math.randomseed(os.time())
made = {{}}
for id = 1, {len(numbers)} do made[id] = wrk.format("GET", "/schemas/ids/" .. id) end
for at = #made, 2, -1 do
  local other = math.random(at)
  made[at], made[other] = made[other], made[at]
end
at = 0
end
function request() at = at % #made + 1 return made[at] end
"""
    made = []
    for number in numbers:
        path, body = example(asked, number, size)
        if body is None:
            made.append(f'wrk.format("GET", "{path}")')
        else:
            made.append(f'wrk.format("POST", "{path}", {{["Content-Type"] = "{MEDIA_TYPE}"}}, [=[{json.dumps(body)}]=])')
    drawn = "math.randomseed(7)\nfunction request() return made[math.random(#made)] end\n"
    return "function init()\nmade = {\n" + ",\n".join(made) + "\n}\nend\n" + drawn


class bare(Process):
    """The yardstick, listening."""

    def __init__(self, target, body, headers):
        self.url = f"http://127.0.0.1:{free_port()}"
        super().__init__([target / "examples" / "bare", self.url.removeprefix("http://"), body, *headers])

    def __enter__(self):
        super().__enter__()
        wait_until_it_answers(self, self.url + "/schemas/ids/1")
        return self.url


def same_answer(one, other, body):
    """A ratio means something only if both send as many bytes under the same headers."""
    first, second = fetch(one, body), fetch(other, body)
    names = [sorted(name.lower() for name in answer[2]) for answer in (first, second)]
    if first[:2] != second[:2] or names[0] != names[1]:
        sys.exit(f"the two answers differ: {names[0]} {len(first[1])} bytes, {names[1]} {len(second[1])} bytes")


def race(urls, script, options):
    """Figures per contender and round; who goes first changes from round to round."""
    rounds = {name: [] for name in urls}
    for url in urls.values():
        wrk(url, script, options, seconds=1)
    for number in range(options.rounds):
        order = list(urls) if number % 2 == 0 else list(reversed(urls))
        for name in order:
            rounds[name].append(wrk(urls[name], script, options, options.seconds))
    return rounds


def wrk(url, script, options, seconds):
    """Requests per second, and the latency of the slowest hundredth in milliseconds."""
    command = ["wrk", f"-t{options.threads}", f"-c{options.connections}", f"-d{seconds}s", "--latency",
               "-s", str(script), url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"{url} did not answer every request:\n{said}")
    value, unit = re.search(r"^\s+99%\s+([\d.]+)(us|ms|s)$", said, re.M).groups()
    rate = float(re.search(r"^Requests/sec:\s+([\d.]+)$", said, re.M).group(1))
    return rate, float(value) * UNITS[unit]


def report(name, schemas, size, rounds, least, most):
    """A row; medians over the rounds. True if the bounds are kept."""
    pairs = list(zip(rounds["concord"], rounds["bare"]))
    rates = sorted(ours[0] / theirs[0] for ours, theirs in pairs)
    slow = statistics.median(ours[1] / theirs[1] for ours, theirs in pairs)
    ratio = statistics.median(rates)
    middle = {who: [statistics.median(figure) for figure in zip(*figures)] for who, figures in rounds.items()}
    (ours, our_p99), (theirs, their_p99) = middle["concord"], middle["bare"]
    print(f"| `{name}` | {schemas:,} | {size:,} | {ours:,.0f} | {theirs:,.0f} | {ratio:.2f} ({rates[0]:.2f} – {rates[-1]:.2f}) "
          f"| {our_p99:.2f} / {their_p99:.2f} | {slow:.2f} |", flush=True)
    return ratio >= least and (most is None or slow <= most)


if __name__ == "__main__":
    main()
