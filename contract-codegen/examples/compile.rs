//! Compiles a folder of schemas as a build script does, and says how long it took: `compile SCHEMAS OUT [OPTION…]`.
//!
//! Options: `no-serde`, `no-json-schema`, `views`, and `writer=SUBJECT=FILE` for an older schema of an event.
#![expect(clippy::print_stdout, reason = "what it is asked for")]

use contract_codegen::Config;
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [schemas, out, options @ ..] = &arguments[..] else {
        return Err("usage: compile SCHEMAS OUT [OPTION…]".into());
    };
    let mut config = Config::from_schemas(schemas);
    for option in options {
        config = match &option.split('=').collect::<Vec<_>>()[..] {
            ["no-serde"] => config.serde(false),
            ["no-json-schema"] => config.json_schema(false),
            ["views"] => config.views(true),
            ["writer", subject, file] => config.writer(*subject, file),
            _ => return Err(format!("`{option}` is no option").into()),
        };
    }
    let begun = Instant::now();
    let compiled = config.generate()?;
    let took = begun.elapsed();
    std::fs::write(out, &compiled.rust)?;
    println!("{:.3} s, {} lines", took.as_secs_f64(), compiled.rust.lines().count());
    Ok(())
}
