//! Names of JSON, which may be any text, as words that Rust's names can be made of.

use contract_schema::json::Place;

/// The first text under a keyword.
pub(super) fn word(places: &[Place<'_>], keyword: &str) -> Option<String> {
    places.iter().find_map(|place| place.get(keyword)?.node().as_str().map(str::to_owned))
}

/// The text with `_` for everything that no name in Rust may hold; letters are spelled out where nothing else is left.
pub(super) fn sanitized(name: &str) -> String {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_alphabetic();
    let kept: String = name.chars().map(|c| if is_letter(c) { c } else { '_' }).collect();
    if kept.chars().any(|c| c != '_') {
        return kept;
    }
    match name.is_empty() {
        true => "Empty".to_owned(),
        false => {
            name.chars().map(|c| format!("U{:04x}", u32::from(c))).collect::<Vec<_>>().join("_")
        }
    }
}

/// A name that Rust takes: not every letter of Unicode may begin one.
pub(super) fn checked(ident: String) -> String {
    match syn::parse_str::<syn::Ident>(ident.trim_start_matches("r#")).is_ok()
        || ident.starts_with("r#")
    {
        true => ident,
        false if ident.starts_with(|c: char| c.is_ascii_digit()) => format!("_{ident}"),
        false => {
            let ascii: String = ident
                .chars()
                .map(|c| {
                    if c.is_ascii_alphanumeric() {
                        c.to_string()
                    } else {
                        format!("_u{:x}", u32::from(c))
                    }
                })
                .collect();
            format!("X{ascii}")
        }
    }
}
