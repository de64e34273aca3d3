//! Random schemas of every kind of type, compiled as a service would compile its own.

#[path = "dress.rs"]
mod dress;
#[path = "../resolution/tests/it/random.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "shared with the tests of resolution, which use the rest"
)]
mod random;

use contract_codegen::{Config, Setting};
use random::{Dice, Source};
use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;

/// Schemas that are compiled; the same in every build.
const SCHEMAS: usize = 240;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=dress.rs");
    println!("cargo::rerun-if-changed=../resolution/tests/it/random.rs");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut source = Source::new(Dice::of(2026, 3));
    let (mut modules, mut table, mut refused) = (String::new(), String::new(), String::new());
    for number in 0..SCHEMAS {
        let record = source.record(3);
        let event = dress::event(number, &record, &mut source.dice);
        let folder = out.join(format!("schemas/{number}"));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("event.avsc"), event.text.to_string())?;
        match Config::from_schemas(&folder).policy(Setting::Off).generate() {
            Ok(compiled) => {
                let rust = format!("{number}.rs");
                std::fs::write(out.join(&rust), compiled.rust)?;
                writeln!(
                    modules,
                    "pub(super) mod e{number} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{rust}\")); }}"
                )?;
                writeln!(table, "looped::<super::compiled::e{number}::{}>(),", event.path)?;
            }
            Err(error) => writeln!(refused, "{:?},", error.to_string())?,
        }
    }
    std::fs::write(out.join("compiled.rs"), modules)?;
    std::fs::write(out.join("table.rs"), format!("[\n{table}]\n"))?;
    std::fs::write(out.join("refused.rs"), format!("&[\n{refused}]\n"))?;
    Ok(())
}
