//! The way from arguments to the compiler, and from its errors to ours.

use crate::args::Compile;
use crate::error::Error;
use crate::terminal::Terminal;
use crate::tree;
use contract_codegen::{Compiled, Config};
use std::path::PathBuf;

/// What the arguments ask to be compiled.
pub(crate) fn config(root: Option<PathBuf>, args: &Compile) -> Result<Config, Error> {
    let config = match &args.lock {
        Some(lock) => Config::from_lock(lock),
        None => {
            let root = tree::root(root)?;
            // For the error that a directory without contracts is, as for `check`.
            tree::Tree::of_contracts(&root)?;
            Config::from_schemas(root)
        }
    };
    let config = config.serde(!args.no_serde).json_schema(!args.no_serde && !args.no_json_schema);
    let renames = args.rename.iter();
    let renamed = |config: Config, (path, rust): &(String, String)| config.rename(path, rust);
    Ok(renames.fold(config.prost(args.prost), renamed))
}

/// Compiles; warnings go to stderr.
pub(crate) fn generate(config: &Config, terminal: &Terminal) -> Result<Compiled, Error> {
    let compiled = config.generate().map_err(ours)?;
    for warning in &compiled.warnings {
        terminal.warn(warning);
    }
    Ok(compiled)
}

fn ours(error: contract_codegen::Error) -> Error {
    use contract_codegen::Error as Theirs;
    match error {
        Theirs::Read { path, source } => Error::Read { path, reason: source },
        Theirs::Write { path, source } => Error::Write { path, reason: source },
        refused @ Theirs::Refused { .. } => {
            Error::Invalid(format!("the contracts cannot be compiled\n\n{refused}"))
        }
        unknown @ Theirs::Unknown { .. } => Error::Usage(unknown.to_string()),
        // We name no file and want none.
        other @ Theirs::NoOutDir => Error::Invalid(other.to_string()),
    }
}
