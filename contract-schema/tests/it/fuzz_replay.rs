//! The corpus of the fuzz targets and every input that ever broke one, replayed, and varied at random.
//!
//! `FUZZ_VARIATIONS=n` sets how many variations a target is given, `SEED=n` repeats a run; docs/testing.md says how to run
//! the targets under libFuzzer.

#[path = "../../../fuzz/src/laws.rs"]
#[expect(unreachable_pub, reason = "the crate of the fuzz targets exports it")]
mod laws;
#[path = "../../../fuzz/src/mutation.rs"]
#[expect(dead_code, unreachable_pub, reason = "the crate of the fuzz targets exports it")]
mod mutation;

use contract_schema::Format;
use mutation::Random;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Far more than an input of the corpus takes on a slow machine without optimisation.
const PATIENCE: Duration = Duration::from_secs(20);

/// Variations of each target in the short form.
const VARIATIONS: usize = 150;

type Target = fn(Format, &[u8]) -> bool;

#[test]
fn avro_parse() {
    replay("avro_parse", Format::Avro, laws::parse);
}

#[test]
fn avro_compare() {
    replay("avro_compare", Format::Avro, laws::compare);
}

#[test]
fn json_parse() {
    replay("json_parse", Format::Json, laws::parse);
}

#[test]
fn json_compare() {
    replay("json_compare", Format::Json, laws::compare);
}

#[test]
fn protobuf_parse() {
    replay("protobuf_parse", Format::Protobuf, laws::parse);
}

#[test]
fn protobuf_compare() {
    replay("protobuf_compare", Format::Protobuf, laws::compare);
}

fn replay(name: &str, format: Format, target: Target) {
    let corpus = inputs("corpus", name);
    assert!(corpus.len() >= 10, "the corpus of {name} is gone");
    for (path, input) in inputs("regressions", name).iter().chain(&corpus) {
        run(&path.display().to_string(), format, target, input);
    }
    let seed = number("SEED").unwrap_or(1);
    eprintln!("SEED={seed}");
    let mut random = Random::new(seed);
    let mut kept = 0;
    let variations = number("FUZZ_VARIATIONS").map_or(VARIATIONS, |count| count as usize);
    for variation in 0..variations {
        let (_, input) = &corpus[random.below(corpus.len())];
        let Ok(text) = std::str::from_utf8(input) else { continue };
        let varied = mutation::vary(text, &mut random);
        let title = format!("{name}, variation {variation} of SEED={seed}:\n{varied}\n");
        kept += usize::from(run(&title, format, target, varied.as_bytes()));
    }
    eprintln!(
        "{name}: {} inputs, {variations} variations of which {kept} were schemas",
        corpus.len()
    );
}

fn run(title: &str, format: Format, target: Target, input: &[u8]) -> bool {
    let began = Instant::now();
    let kept = catch_unwind(AssertUnwindSafe(|| target(format, input)));
    let took = began.elapsed();
    assert!(took < PATIENCE, "{title} took {took:?}");
    kept.unwrap_or_else(|_| panic!("{title} breaks what must hold; the reason stands above"))
}

/// The files in one folder of the fuzz crate, in the order of their names.
fn inputs(folder: &str, target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz").join(folder).join(target);
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(&path).unwrap())).collect()
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}
