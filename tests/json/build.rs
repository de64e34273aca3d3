//! Writes a schema for each construct and for each turn of the dice, and compiles them as a service would its contracts.

#[path = "tests/it/cases.rs"]
#[expect(dead_code, reason = "shared with the tests, which use the rest")]
mod cases;
#[path = "tests/it/random.rs"]
#[allow(dead_code, clippy::unwrap_used, reason = "shared with the tests, which use the rest")]
mod random;
#[path = "rules.rs"]
mod rules;

use contract_codegen::{Config, Setting};
use serde_json::Value;
use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=rules.rs");
    println!("cargo::rerun-if-changed=instructed.schema.json");
    println!("cargo::rerun-if-changed=tests/it/cases.rs");
    println!("cargo::rerun-if-changed=tests/it/random.rs");
    let folder = PathBuf::from(std::env::var("OUT_DIR")?).join("schemas");
    std::fs::create_dir_all(&folder)?;
    let mut table = String::new();
    let mut add = |name: String, schema: &Value| -> Result<(), Box<dyn Error>> {
        let schema = rules::ruled(schema);
        std::fs::write(folder.join(format!("{name}.schema.json")), schema.to_string())?;
        let (module, ty) = (name.to_lowercase(), &name);
        writeln!(
            table,
            "    Compiled {{ name: \"{name}\", schema: include_str!(concat!(env!(\"OUT_DIR\"), \"/schemas/{name}.schema.json\")), judge: judge::<json_oracle::compiled::{module}::{ty}>, derived: derived::<json_oracle::compiled::{module}::{ty}> }},"
        )?;
        Ok(())
    };
    for (index, case) in cases::CASES.iter().enumerate() {
        add(format!("C{index}"), &cases::wrapped(&format!("C{index}"), case.schema))?;
    }
    for index in 0..random::SCHEMAS {
        let schema = random::Dice::of(random::SEED, index as u64).schema(3);
        add(format!("R{index}"), &cases::titled(&format!("R{index}"), schema))?;
    }
    std::fs::copy("instructed.schema.json", folder.join("Instructed.schema.json"))?;
    let mut types = String::new();
    for line in table.lines() {
        let path = line.split("judge: judge::<").nth(1).and_then(|rest| rest.split('>').next());
        let path = path.unwrap_or_default();
        writeln!(types, "impl_checked!({path});")?;
    }
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(out.join("table.rs"), format!("[\n{table}]\n"))?;
    std::fs::write(out.join("types.rs"), types)?;
    let compiled =
        Config::from_schemas(&folder).policy(Setting::Off).json_schema(true).generate()?;
    std::fs::write(out.join("compiled.rs"), &compiled.rust)?;
    std::fs::write(out.join("warnings.txt"), compiled.warnings.join("\n"))?;
    Ok(())
}
