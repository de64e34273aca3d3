#!/usr/bin/env python3
"""The registry's figures in docs/performance.md: prints its tables, and ends with 1 if a bound that it promises is broken.

Builds the release binary, fills stores through the API, races the hot requests against bare axum handlers
(`http_load.py`), starts the binary on many schemas (`many.py`), registers large ones (`large.py`). About five minutes.
Linux; Python's standard library, `cargo` and `wrk`. Everything stays on 127.0.0.1 and in a temporary directory.
"""

import argparse
import pathlib
import shutil
import sys
import tempfile

REPO = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPO / "tests" / "interop"))

from http_load import HEAD, REQUESTS, contest  # noqa: E402
from large import large  # noqa: E402
from many import fill, start  # noqa: E402
from server import Concord, build  # noqa: E402


def main():
    options = arguments()
    if shutil.which("wrk") is None:
        sys.exit("`wrk` is not installed; on Debian: apt-get install wrk")
    target = build(["-p", "concord"], REPO)
    build(["-p", "registry-server", "--example", "bare"], REPO)
    binary = target / "concord"
    with tempfile.TemporaryDirectory(prefix="concord-bench-") as scratch:
        scratch = pathlib.Path(scratch)
        (scratch / "large").mkdir()
        kept = [races(target, scratch, options)]
        kept.append(start(binary, scratch, max(options.schemas), options))
        kept.append(large(binary, scratch, options.large_bytes))
    if not all(kept):
        sys.exit("\na bound is not kept")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemas", type=int, nargs="+", default=[1_000, 100_000], help="how many, ascending")
    parser.add_argument("--bytes", type=int, default=2_000, help="length of each schema")
    parser.add_argument("--large-bytes", type=int, default=5_000_000, help="length of the large ones")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2, help="of each round")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--threads", type=int, default=1, help="of wrk")
    parser.add_argument("--only", default="", help="races only requests that contain this text")
    return parser.parse_args()


def races(target, scratch, options):
    """The table of the hot requests; whether their bounds are kept."""
    print(HEAD, flush=True)
    kept, filled = True, 0
    with Concord(target / "concord", scratch) as concord:
        for schemas in options.schemas:
            fill(concord.url, schemas - filled, options.bytes, first=filled + 1)
            filled = schemas
            for asked in REQUESTS:
                if options.only in asked[0]:
                    kept &= contest(asked, concord, target, scratch, schemas, options)
    return kept


if __name__ == "__main__":
    main()
