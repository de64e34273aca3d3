"""Protobuf files through protoc and through the registry: both take the same files and make the same of them.

`CONCORD_PROTOC_FILES` sets how many random files are compared, `SEED` which: file n of a run is drawn from 1000 × SEED + n.
"""

import os
import pathlib

import google.type
import protoc_odd
import protoc_random
from harness import check
from protoc import WELL_KNOWN, Registry, judge

GOOGLE = pathlib.Path(google.type.__path__[0]).parent.parent


@check
def odd_files_are_what_protoc_makes_of_them(world):
    root, registry, wrong = world.scratch / "odd", Registry(world.concord.url), []
    root.mkdir(exist_ok=True)
    for name, text in protoc_odd.FILES.items():
        path = name.replace(" ", "_") + ".proto"
        (root / path).write_bytes(text.encode())
        found = judge(registry, [root], path)
        kind = name.split()[0]
        expected = {"lenient": "protoc refuses it", "strict": "the registry refuses it"}.get(kind)
        if expected and not any(line.startswith(expected) for line in found):
            wrong.append(f"{name}: no longer {kind}: {found}")
        elif not expected:
            wrong += [f"{name}: {line}" for line in found]
    assert not wrong, f"{len(wrong)} differences in {len(protoc_odd.FILES)} files\n" + "\n".join(wrong[:20])


@check
def google_s_own_files_are_what_protoc_makes_of_them(world):
    files = sorted(path.relative_to(GOOGLE).as_posix() for path in (GOOGLE / "google").rglob("*.proto"))
    compare(world, [GOOGLE], files)
    compare(world, [WELL_KNOWN], sorted(path.relative_to(WELL_KNOWN).as_posix() for path in WELL_KNOWN.rglob("*.proto")))


@check
def random_files_are_what_protoc_makes_of_them(world):
    count = int(os.environ.get("CONCORD_PROTOC_FILES", 120))
    first = int(os.environ.get("SEED", 0)) * 1000
    print(f"  seeds {first} to {first + count - 1}")
    root = world.scratch / "random"
    root.mkdir(exist_ok=True)
    names = []
    for seed in range(first, first + count):
        (root / f"s{seed}.proto").write_text(protoc_random.file(seed)[1])
        names.append(f"s{seed}.proto")
    compare(world, [root], names)


def compare(world, roots, paths):
    registry = Registry(world.concord.url)
    found = {path: judge(registry, roots, path) for path in paths}
    wrong = [f"{path}: {line}" for path, lines in found.items() for line in lines]
    assert not wrong, f"{len(wrong)} differences in {len(paths)} files\n" + "\n".join(wrong[:20])
