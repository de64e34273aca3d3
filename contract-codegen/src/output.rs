//! The way out of the compiler: a text, written only when it changed, and the talk to cargo.

use crate::error::Error;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Asks the system's allocator to keep what is given back: every type takes and frees some megabytes of tokens, and to
/// fetch them anew each time is a fifth of the work. glibc keeps twice the largest block that was freed so far.
pub(crate) fn keep_memory() {
    const LARGEST: usize = 32 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGEST - (64 << 10))));
}

/// Writes the file unless it already holds this text, so that cargo does not rebuild for nothing.
pub(crate) fn write_if_changed(path: &Path, text: &str) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    match fs::read_to_string(path) {
        Ok(old) if old == text => return Ok(()),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        // A file that is not text is replaced.
        Err(error) if error.kind() == ErrorKind::InvalidData => {}
        Err(error) => return Err(failed(error)),
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, text).map_err(failed)
}

/// Tells cargo which files decide whether to run again, and the warnings.
#[expect(clippy::print_stdout, reason = "cargo reads the build script's standard output")]
pub(crate) fn tell_cargo(watched: &[std::path::PathBuf], warnings: &[String]) {
    for path in watched {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    for warning in warnings {
        println!("cargo::warning={warning}");
    }
}
