//! The way out of the compiler: formatted text, written only when it changed, and the talk to cargo.

use crate::error::Error;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Formats tokens without a rustfmt binary.
pub(crate) fn format(tokens: proc_macro2::TokenStream) -> String {
    let mut file: syn::File = syn::parse2(tokens).expect("the emitters print valid Rust");
    quieten(&mut file.items);
    prettyplease::unparse(&file)
}

/// Types without a namespace stand beside the modules, so that the attribute of a module does not reach them.
fn quieten(items: &mut [syn::Item]) {
    for item in items {
        let attributes = match item {
            syn::Item::Struct(item) => &mut item.attrs,
            syn::Item::Enum(item) => &mut item.attrs,
            syn::Item::Impl(item) => &mut item.attrs,
            _ => continue,
        };
        attributes.push(syn::parse_quote!(#[allow(
            deprecated, missing_docs, unreachable_pub, dead_code, non_camel_case_types, unused_variables, unreachable_code,
            clippy::all, clippy::pedantic, clippy::allow_attributes, rustdoc::all,
            reason = "generated"
        )]));
    }
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
