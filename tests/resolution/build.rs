//! Random pairs of an event's versions as lock files, compiled as a service would compile its own.

#[path = "tests/it/random.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the tests, which use the rest")]
mod random;

use contract_codegen::Config;
use contract_model::lock::sha256;
use random::{Dice, Source};
use serde_json::{Value, json};
use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;

/// Pairs that are compiled; the same in every build.
const PAIRS: usize = 40;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=tests/it/random.rs");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut source = Source::new(Dice::of(2026, 1));
    let (mut lock, mut table) = ("layout = 1\n".to_owned(), String::new());
    for pair in 0..PAIRS {
        let older = source.record(2);
        let newer = source.changed(&older);
        // Records stay records, at the root.
        let newer = if newer.is_array() { older.clone() } else { newer };
        for (version, record) in [(1, &older), (2, &newer)] {
            let text = event(pair, record).to_string();
            let file = format!("{pair}.{version}.avsc");
            std::fs::write(out.join(&file), &text)?;
            let (id, hash) = (pair * 2 + version, sha256(&text));
            write!(
                lock,
                "[[contract]]\nsubject = \"pair.p{pair}-value\"\nversion = {version}\nid = {id}\n\
                 format = \"AVRO\"\ndirect = true\nfile = \"{file}\"\nsha256 = \"{hash}\"\n"
            )?;
        }
        let name = newer["name"].as_str().unwrap_or_default();
        writeln!(
            table,
            "    pair::<super::compiled::p{pair}::{name}>(include_str!(concat!(env!(\"OUT_DIR\"), \"/{pair}.1.avsc\"))),"
        )?;
    }
    std::fs::write(out.join("contracts.lock"), lock)?;
    std::fs::write(out.join("pairs.rs"), format!("[\n{table}]\n"))?;
    let config = Config::from_lock(out.join("contracts.lock")).serde(false);
    // What is lost and refused is wanted here: no warnings of it in every build.
    std::fs::write(out.join("compiled.rs"), config.generate()?.rust)?;
    Ok(())
}

/// The record as an event in a namespace of its own.
fn event(pair: usize, record: &Value) -> Value {
    let mut event = record.clone();
    event["namespace"] = Value::from(format!("p{pair}"));
    event["contract"] = json!({"event": format!("pair.p{pair}"), "class": "operational"});
    if let Some(fields) = event["fields"].as_array_mut() {
        fields.insert(0, json!({"name": "eventId", "type": "string"}));
        fields.insert(1, json!({"name": "correlationId", "type": "string"}));
    }
    event
}
