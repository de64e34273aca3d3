//! Compiles schemas with rules in CEL: those written by hand, that of the bench, and one
//! with very many made from a seed.

mod made;

use contract_codegen::{Config, Setting};
use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=made.rs");
    let compile = |folder: &Path, file: &str| {
        Config::from_schemas(folder).policy(Setting::Off).out_file(out.join(file)).try_compile()
    };
    compile(&root.join("schemas"), "written.rs")?;
    compile(&root.join("benches/schemas"), "timed.rs")?;
    let folder = out.join("made");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("made.avsc"), made::schema(&made::expressions()))?;
    compile(&folder, "made.rs")?;
    Ok(())
}
