//! What can stop a compilation.

use std::path::PathBuf;

/// A compilation ended without output.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder cannot be read.
    #[error("cannot read `{path}`: {source}", path = .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The generated file cannot be written.
    #[error("cannot write `{path}`: {source}", path = .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not called from a build script, and no output file named.
    #[error("OUT_DIR is not set: call this from build.rs, or name a file with `Config::out_file`")]
    NoOutDir,
    /// `Config::only` names nothing that is there.
    #[error("no event, subject or type is called `{name}`: {help}")]
    Unknown {
        /// The name.
        name: String,
        /// What is there.
        help: String,
    },
    /// The contracts were refused.
    #[error("{report}{count} problem(s) in the contracts: no code was generated")]
    Refused {
        /// How many errors.
        count: usize,
        /// All of them with excerpts, and the warnings.
        report: String,
    },
}
