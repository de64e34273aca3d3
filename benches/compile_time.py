#!/usr/bin/env python3
"""What generated events cost to compile, and what generating them takes.

A hundred contracts of the size of `payment.initiated`: the event and all its types, each in a namespace of its own. Two
crates side by side: the generated Rust with everything on (codecs, validation, an older writer, views, serde, JSON
Schema), and plain structs of the same fields with serde's derives and Clone, Debug and PartialEq alone. Dependencies are
built before; user CPU seconds of `cargo check` and `cargo build --release` without incremental compilation, in turns,
medians. A third pair is a program over each crate that reads and writes every event: what is generic is paid there.
Then a thousand contracts are generated that share their types, as those of the catalogue do, with everything on and
with the default. Ends with 1 if a bound is broken. Linux, standard library only.
"""

import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "schemas"
MAY_TAKE_SECONDS = 2.0
KEYWORDS = {"type", "match", "ref", "use", "move", "box"}


def main():
    options = read_options()
    scratch = pathlib.Path(options.scratch).resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    compiler = build_compiler()
    kept = True
    if options.events:
        kept &= compile_times(compiler, scratch, options)
    if options.generated:
        kept &= generation(compiler, scratch, options)
    sys.exit(0 if kept else 1)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100, help="how many are compiled by rustc")
    parser.add_argument("--generated", type=int, default=1_000, help="how many are generated")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--parts", action="store_true", help="also the crate with less and less in it")
    parser.add_argument("--scratch", default="target/compile-time", help="where crates and contracts are written")
    return parser.parse_args()


def build_compiler():
    command = ["cargo", "build", "--release", "-p", "contract-codegen", "--example", "compile", "--message-format=json"]
    built = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = [json.loads(line).get("executable") for line in built.splitlines()]
    return next(path for path in found if path)


# ---- contracts -------------------------------------------------------------------------------------------------------


def closure(name, found):
    """The catalogue's type of this name and those that it refers to, in order of first sight."""
    if name in found:
        return
    text = (SCHEMAS / "party" / f"{name}.avsc").read_text()
    found[name] = text
    for other in re.findall(r'"fintech\.party\.v1\.(\w+)"', text):
        if (SCHEMAS / "party" / f"{other}.avsc").exists():
            closure(other, found)


def write_contracts(folder, count, shared=False):
    """Contracts, their types, and the older version of each. Types are shared as in the catalogue, or each has its own."""
    shutil.rmtree(folder, ignore_errors=True)
    newest = (SCHEMAS / "payments/payment.initiated.avsc").read_text()
    older = (SCHEMAS / "payments/history/payment.initiated/v2.avsc").read_text()
    types = {}
    for name in re.findall(r'"fintech\.party\.v1\.(\w+)"', newest):
        closure(name, types)
    events, parties = folder / "schemas", folder / "schemas/party"
    for path in (events, parties, folder / "older"):
        path.mkdir(parents=True)
    writers = []
    for number in range(count):
        def own(text):
            if not shared:
                text = text.replace("fintech.party.v1", f"bench.party{number:04}")
            text = text.replace("fintech.payments.v1", f"bench.payments{number:04}")
            return text.replace('"payment.initiated"', f'"payment{number:04}.initiated"')
        (events / f"payment{number:04}.avsc").write_text(own(newest))
        (folder / f"older/{number:04}.avsc").write_text(own(older))
        writers.append(f"writer=payment{number:04}.initiated-value={folder}/older/{number:04}.avsc")
        for name, text in types.items() if number == 0 or not shared else ():
            (parties / f"{name}{number:04}.avsc").write_text(own(text))
    (events / "contracts.toml").write_text(
        'level = "FULL_TRANSITIVE"\n[[contract]]\nfiles = "party/*.avsc"\nsubject = "{name}"\n'
        '[[contract]]\nfiles = "*.avsc"\nsubject = "{topic}-value"\n'
    )
    return [newest, *types.values()], writers


def generate(compiler, folder, out, options):
    out.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([compiler, folder / "schemas", out, *options], check=True, stdout=subprocess.PIPE, text=True)
    seconds, lines = re.match(r"([\d.]+) s, (\d+) lines", done.stdout).groups()
    return float(seconds), int(lines)


# ---- plain structs ---------------------------------------------------------------------------------------------------


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def rust_type(ty, items):
    """The field's type, with the same exact types of the wire that generated code has."""
    if isinstance(ty, list):
        (inner,) = [branch for branch in ty if branch != "null"]
        return f"Option<{rust_type(inner, items)}>"
    if isinstance(ty, str):
        plain = {"string": "String", "int": "i32", "long": "i64", "boolean": "bool", "double": "f64"}
        return plain.get(ty) or ty.rsplit(".", 1)[-1]
    logical = ty.get("logicalType")
    if logical == "uuid":
        return "contract_runtime::Uuid"
    if logical == "decimal":
        return f"contract_runtime::Decimal<{ty['scale']}>"
    if logical:
        return "contract_runtime::" + "".join(part.title() for part in logical.split("-"))
    if ty["type"] == "array":
        return f"Vec<{rust_type(ty['items'], items)}>"
    if ty["type"] in ("record", "enum"):
        define(ty, items)
        return ty["name"]
    return rust_type(ty["type"], items)


def define(ty, items):
    derives = "#[derive(serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]\n"
    if ty["type"] == "enum":
        symbols = "".join(
            f'    #[serde(rename = "{symbol}")]\n    {"".join(part.title() for part in symbol.split("_"))},\n'
            for symbol in ty["symbols"]
        )
        items.append(f"{derives}pub enum {ty['name']} {{\n{symbols}}}\n")
        return
    fields = []
    for field in ty["fields"]:
        name = snake(field["name"])
        name = f"r#{name}" if name in KEYWORDS else name
        fields.append(f'    #[serde(rename = "{field["name"]}")]\n    pub {name}: {rust_type(field["type"], items)},\n')
    items.append(f"{derives}pub struct {ty['name']} {{\n{''.join(fields)}}}\n")


def plain_structs(texts, count):
    items = []
    for text in texts:
        define(json.loads(text), items)
    body = "\n".join(items)
    modules = [f"pub mod m{number:04} {{\n{body}}}\n" for number in range(count)]
    return "\n".join(modules), len(items)


# ---- crates ----------------------------------------------------------------------------------------------------------


def write_crate(folder, name, dependencies, library, program):
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "user/src").mkdir(parents=True, exist_ok=True)
    version = 'version = "0.0.0"\nedition = "2024"\n'
    (folder / "Cargo.toml").write_text(
        f'[package]\nname = "{name}"\n{version}[dependencies]\n{dependencies}\n[workspace]\nmembers = ["user"]\n'
    )
    (folder / "user/Cargo.toml").write_text(
        f'[package]\nname = "{name}-user"\n{version}[dependencies]\n{name} = {{ path = ".." }}\n{dependencies}\n'
    )
    shutil.copy(ROOT / "Cargo.lock", folder / "Cargo.lock")
    (folder / "src/lib.rs").write_text(library)
    (folder / "user/src/main.rs").write_text(program)


def crates(compiler, scratch, options):
    """Both crates with their programs."""
    texts, writers = write_contracts(scratch / "contracts", options.events)
    runtime = f'contract-runtime = {{ path = "{ROOT}/contract-runtime" }}'
    serde = 'serde = { version = "1", features = ["derive"] }\nserde_json = "1"'
    out = scratch / "generated.rs"
    _, lines = generate(compiler, scratch / "contracts", out, ["views", *writers])
    ours = [f"generated::bench::payments{number:04}::PaymentInitiated" for number in range(options.events)]
    plain = [f"plain::m{number:04}::PaymentInitiated" for number in range(options.events)]
    write_crate(scratch / "ours", "generated", runtime, out.read_text(), program(ours, OUR_USE))
    library, types = plain_structs(texts, options.events)
    write_crate(scratch / "plain", "plain", f"{runtime}\n{serde}", library, program(plain, PLAIN_USE))
    print(f"{options.events} events, {types * options.events} types; {lines} generated lines")
    return writers


OUR_USE = """
use contract_runtime::Event;
fn once<E: Event>(payload: &[u8]) -> usize {
    let Ok(event) = E::decode(payload) else { return 0 };
    let mut out = Vec::new();
    event.validate().is_ok() as usize + event.encode(&mut out).is_ok() as usize + out.len()
}
"""

PLAIN_USE = """
fn once<E: serde::Serialize + serde::de::DeserializeOwned>(payload: &[u8]) -> usize {
    let Ok(event) = serde_json::from_slice::<E>(payload) else { return 0 };
    serde_json::to_vec(&event).map_or(0, |out| out.len())
}
"""


def program(paths, use):
    calls = "".join(f"    sum += once::<{path}>(&payload);\n" for path in paths)
    read = "    let payload = std::io::stdin().lines().next().map_or(Vec::new(), |line| line.unwrap().into_bytes());\n"
    return f"{use}\nfn main() {{\n    let mut sum = 0;\n{read}{calls}    println!(\"{{sum}}\");\n}}\n"


def user_seconds(folder, command, package):
    """Of rustc alone: cargo's own share is the same on both sides, and small."""
    source = folder / ("src/lib.rs" if package is None else "user/src/main.rs")
    source.touch()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    arguments = ["cargo", *command, "--offline", "--quiet", *(["-p", package] if package else [])]
    environment = {**os.environ, "CARGO_INCREMENTAL": "0", "CARGO_TARGET_DIR": str(folder.parent / "built")}
    subprocess.run(arguments, cwd=folder, check=True, env=environment)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


TASKS = (
    ("check", ["check"], None, True),
    ("release", ["build", "--release"], None, True),
    ("release, a program that reads and writes them all", ["build", "--release"], "user", False),
)


def compile_times(compiler, scratch, options):
    writers = crates(compiler, scratch, options)
    print("| what | generated, s | plain structs with serde, s | ratio |\n| --- | ---: | ---: | ---: |", flush=True)
    kept = True
    for name, command, package, is_bound in TASKS:
        sides = {"ours": "generated", "plain": "plain"}
        seconds = {side: [] for side in sides}
        for measured in range(-1, options.rounds):
            for side, crate in sides.items():
                took = user_seconds(scratch / side, command, package and f"{crate}-user")
                if measured >= 0:
                    seconds[side].append(took)
        ours, plain = (statistics.median(seconds[side]) for side in sides)
        print(f"| {name} | {ours:.1f} | {plain:.1f} | {ours / plain:.2f} |", flush=True)
        kept &= not is_bound or ours <= plain
    if options.parts:
        parts(compiler, scratch, writers)
    return kept


def parts(compiler, scratch, writers):
    """The generated crate with less and less in it."""
    print("| generated | check, s | release, s |\n| --- | ---: | ---: |", flush=True)
    library = scratch / "ours/src/lib.rs"
    for name, chosen in (
        ("everything", ["views", *writers]),
        ("without views", writers),
        ("without the older writer", []),
        ("without JSON Schema", ["no-json-schema"]),
        ("without serde", ["no-serde", "no-json-schema"]),
    ):
        generate(compiler, scratch / "contracts", library, chosen)
        took = [user_seconds(scratch / "ours", command, None) for _, command, package, _ in TASKS if not package]
        print(f"| {name} | {took[0]:.1f} | {took[1]:.1f} |", flush=True)


def generation(compiler, scratch, options):
    """With everything on, in turns with what is on by default."""
    folder = scratch / "many"
    _, writers = write_contracts(folder, options.generated, shared=True)
    kept = True
    rounds = {"views and an older writer each": (["views", *writers], []), "the default": ([], [])}
    for _ in range(options.rounds):
        for chosen, measured in rounds.values():
            measured.append(generate(compiler, folder, scratch / "many.rs", chosen))
    for name, (_, measured) in rounds.items():
        seconds = [took for took, _ in measured]
        took, lines = statistics.median(seconds), measured[0][1]
        spread = f"{min(seconds):.2f} – {max(seconds):.2f}"
        print(f"{options.generated} contracts, {name}: {took:.2f} s ({spread}; {lines} lines)", flush=True)
        kept &= took <= MAY_TAKE_SECONDS
    return kept


if __name__ == "__main__":
    main()
