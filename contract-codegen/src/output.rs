//! The way out of the compiler: formatted text, written only when it changed, and the talk to cargo.

use crate::error::Error;
use proc_macro2::TokenStream;
use quote::quote;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Formats the items of a module so many levels deep, without a rustfmt binary.
pub(crate) fn format(tokens: TokenStream, depth: usize) -> String {
    // Modules around them, taken off again, leave each line the width that it has there.
    let tokens = (0..depth).fold(tokens, |inner, _| quote! { mod around { #inner } });
    let mut file: syn::File = syn::parse2(tokens).expect("the emitters print valid Rust");
    if depth == 0 {
        quieten(&mut file.items);
    }
    leave_to_users(&mut file.items);
    let text = prettyplease::unparse(&file);
    let mut inside = &text[..];
    for _ in 0..depth {
        inside = inside.split_once('\n').map_or("", |(_, rest)| rest);
        let end = inside.trim_end().rfind('\n').map_or(0, |end| end + 1);
        inside = &inside[..end];
    }
    inside.to_owned()
}

/// Asks the system's allocator to keep what is given back: every type takes and frees some megabytes of tokens, and to
/// fetch them anew each time is a fifth of the work. glibc keeps twice the largest block that was freed so far.
pub(crate) fn keep_memory() {
    const LARGEST: usize = 32 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGEST - (64 << 10))));
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

/// Machine code is made of a function where it is used: a crate of a hundred events, of which a service reads three, costs
/// no more than these three.
fn leave_to_users(items: &mut [syn::Item]) {
    for item in items {
        match item {
            syn::Item::Impl(item) => item.items.iter_mut().for_each(inline),
            syn::Item::Mod(item) => {
                let content = item.content.iter_mut();
                content.for_each(|(_, items)| leave_to_users(items));
            }
            _ => {}
        }
    }
}

fn inline(item: &mut syn::ImplItem) {
    if let syn::ImplItem::Fn(function) = item
        && !function.attrs.iter().any(|one| one.path().is_ident("inline"))
    {
        function.attrs.push(syn::parse_quote!(#[inline]));
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
