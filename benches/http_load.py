"""Load on the hot requests: the release binary against bare axum handlers with the same bodies and headers.

`GET /schemas/ids/{id}`, every id in an order of its own; lookup and registration of schemas that are there, spelled as
they are kept and spelled otherwise. Both servers run side by side; rounds alternate, so that what disturbs the machine
disturbs both. Needs `wrk`, which asks for no compression. A part of `benches/registry.py`.
"""

import json
import random
import re
import statistics
import subprocess
import sys

from many import subject, text
from server import Process, fetch, free_port, wait_until_it_answers

UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}
DRAWN = 500
MEDIA_TYPE = "application/vnd.schemaregistry.v1+json"

# What is asked, where, how its text is spelled; the least ratio of requests per second, the most of p99.
BY_ID = ("GET /schemas/ids/{id}", "/schemas/ids/{number}", None, 0.85, 1.5)
REQUESTS = (
    BY_ID,
    ("POST /subjects/{subject}", "/subjects/{subject}", "kept", 1 / 3, None),
    ("POST /subjects/{subject}/versions", "/subjects/{subject}/versions", "kept", 1 / 3, None),
    ("POST /subjects/{subject}, other spelling", "/subjects/{subject}", "other", 1 / 3, None),
    ("POST /subjects/{subject}/versions, other spelling", "/subjects/{subject}/versions", "other", 1 / 3, None),
)
HEAD = ("| request | schemas | body, bytes | Concord, requests/s | bare handler, requests/s | ratio (from – to) "
        "| p99 ms | ratio of p99 |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")


def contest(asked, concord, target, scratch, schemas, options):
    """One row of the table; whether the bounds are kept."""
    numbers = list(range(1, schemas + 1))
    if asked is not BY_ID:
        numbers = random.Random(7).sample(numbers, min(DRAWN, schemas))
    script = scratch / "requests.lua"
    script.write_text(requests(asked, numbers, options.bytes))
    path, body = example(asked, numbers[-1], options.bytes)
    status, answer, headers = fetch(concord.url + path, body)
    if status != 200:
        sys.exit(f"{path} was answered with {status}: {answer[:300]}")
    (scratch / "body").write_bytes(answer)
    own = {"content-length", "date", "connection", "transfer-encoding"}
    headers = [f"{name}:{value}" for name, value in headers.items() if name.lower() not in own]
    with bare(target, scratch / "body", headers) as url:
        same_answer(concord.url + path, url + path, body)
        rounds = race({"concord": concord.url, "bare": url}, script, options)
    return report(asked, schemas, len(answer), rounds)


def example(asked, number, size):
    """Path and body of one request."""
    _, path, spelled, _, _ = asked
    path = path.format(subject=subject(number), number=number)
    if spelled is None:
        return path, None
    kept = text(number, size)
    return path, {"schema": kept if spelled == "kept" else kept.replace('":', '": ')}


def requests(asked, numbers, size):
    """A script of requests made beforehand, the same for both servers, in an order of its own at every start."""
    if asked is BY_ID:
        # By a loop, not by a list: Lua has a limit of constants.
        made = [f'for id = 1, {len(numbers)} do made[id] = wrk.format("GET", "/schemas/ids/" .. id) end']
    else:
        made = []
        for number in numbers:
            path, body = example(asked, number, size)
            headers = f'{{["Content-Type"] = "{MEDIA_TYPE}"}}'
            made.append(f'made[#made + 1] = wrk.format("POST", "{path}", {headers}, [=[{json.dumps(body)}]=])')
    return "made, at = {}, 0\nfunction init()\n" + "\n".join(made) + """
math.randomseed(os.time())
for last = #made, 2, -1 do
  local other = math.random(last)
  made[last], made[other] = made[other], made[last]
end
end
function request()
  at = at % #made + 1
  return made[at]
end
"""


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


def report(asked, schemas, size, rounds):
    """A row; medians over the rounds. True if the bounds are kept."""
    name, _, _, least, most = asked
    pairs = list(zip(rounds["concord"], rounds["bare"]))
    rates = sorted(ours[0] / theirs[0] for ours, theirs in pairs)
    slow = statistics.median(ours[1] / theirs[1] for ours, theirs in pairs)
    ratio = statistics.median(rates)
    middle = {who: [statistics.median(figure) for figure in zip(*figures)] for who, figures in rounds.items()}
    (ours, our_p99), (theirs, their_p99) = middle["concord"], middle["bare"]
    print(f"| `{name}` | {schemas:,} | {size:,} | {ours:,.0f} | {theirs:,.0f} | {ratio:.2f} ({rates[0]:.2f} – {rates[-1]:.2f}) "
          f"| {our_p99:.2f} / {their_p99:.2f} | {slow:.2f} |", flush=True)
    return ratio >= least and (most is None or slow <= most)
