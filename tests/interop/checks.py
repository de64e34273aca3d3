"""Starts the registry, pushes the catalogue and runs every check. `run.py` prepares what this needs."""

import pathlib
import sys
import tempfile

# In the order in which they run; importing a module declares its checks.
import checks_registry  # noqa: F401,I001
import checks_associations  # noqa: F401
import checks_avro  # noqa: F401
import checks_protobuf  # noqa: F401
import checks_json  # noqa: F401
import checks_rules  # noqa: F401
import checks_protoc  # noqa: F401
import checks_witness  # noqa: F401
from harness import REPO, World, run_all
from server import Concord


def main(binary, interop, only=""):
    with tempfile.TemporaryDirectory(prefix="concord-interop-") as scratch:
        scratch = pathlib.Path(scratch)
        with Concord(pathlib.Path(binary), scratch) as concord:
            concord.push(REPO)
            return run_all(World(concord, pathlib.Path(interop), scratch), only)


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
