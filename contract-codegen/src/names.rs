//! Names of schemas as names of Rust: case, keywords, and collisions that are errors instead of broken code.

use crate::diagnostics::{Finding, Findings};
use crate::ir::{Body, Ir, Named, Place};
use std::collections::BTreeMap;

/// Keywords that take the `r#` prefix: strict, reserved, and `union`-like ones left out since they are free.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Words that cannot be raw identifiers.
const FORBIDDEN: &[&str] = &["self", "Self", "super", "crate", "_"];

/// A field or module: `occurredAt` is `occurred_at`.
pub(crate) fn snake(name: &str) -> String {
    safe(words(name).map(|word| word.to_lowercase()).collect::<Vec<_>>().join("_"))
}

/// A type, variant or branch: `PENDING_PAYMENT` is `PendingPayment`, `PaymentInitiated` stays.
pub(crate) fn camel(name: &str) -> String {
    let mut joined = String::new();
    for word in words(name) {
        // `V1_2` must not become the `V12` that `V12` is.
        let digits_meet = joined.ends_with(|c: char| c.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_digit());
        if digits_meet {
            joined.push('_');
        }
        let mut letters = word.chars();
        joined.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        joined.extend(letters.flat_map(char::to_lowercase));
    }
    if joined.is_empty() {
        return "Underscore".to_owned();
    }
    safe(joined)
}

/// A field in JSON: `payment_id` is `paymentId`.
pub(crate) fn lower_camel(name: &str) -> String {
    let camel = camel(name);
    let mut letters = camel.trim_start_matches("r#").chars();
    let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
    first + letters.as_str()
}

/// Splits at underscores, hyphens and dots, before a capital after a small letter, and before the last capital of a row
/// of capitals that a small letter follows (`HTTPServer` is two words).
fn words(name: &str) -> impl Iterator<Item = &str> {
    let mut starts = Vec::new();
    let bytes = name.as_bytes();
    for at in 1..bytes.len() {
        let (before, here) = (bytes[at - 1], bytes[at]);
        let next_is_small = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        let after_small = before.is_ascii_lowercase() || before.is_ascii_digit();
        let new = here.is_ascii_uppercase()
            && (after_small || (before.is_ascii_uppercase() && next_is_small));
        if new || matches!(here, b'_' | b'-' | b'.') {
            starts.push(at);
        }
    }
    let ends: Vec<usize> = starts.iter().copied().chain([name.len()]).collect();
    let starts = std::iter::once(0).chain(starts);
    let pieces = starts.zip(ends).map(|(start, end)| &name[start..end]);
    pieces.map(|word| word.trim_matches(['_', '-', '.'])).filter(|word| !word.is_empty())
}

fn safe(name: String) -> String {
    if name.is_empty() {
        return "underscore".to_owned();
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("_{name}");
    }
    if FORBIDDEN.contains(&name.as_str()) {
        return format!("{name}_");
    }
    if KEYWORDS.contains(&name.as_str()) {
        return format!("r#{name}");
    }
    name
}

/// Refuses names that are different in the schema and equal in Rust, with both places.
pub(crate) fn check(ir: &Ir, findings: &mut Findings) {
    let mut types: Scope<'_> = Scope::new("types");
    for named in &ir.types {
        let rust = named.modules.iter().chain([&named.ident]).cloned().collect::<Vec<_>>();
        types.add(rust.join("::"), &named.full_name, &named.full_name, named.place, findings);
        names_inside(named, findings);
    }
    modules(ir, findings);
    for topic in &ir.topics {
        let place = ir.events[topic.events[0]].place;
        let rust = topic.modules.iter().chain([&topic.ident]).cloned().collect::<Vec<_>>();
        types.add(rust.join("::"), &topic.name, &topic.name, place, findings);
        let mut variants = Scope::new("events of a topic");
        for event in topic.events.iter().map(|index| &ir.events[*index]) {
            let (named, place) = (ir.get(event.record), event.place);
            let name = &named.full_name;
            variants.add(named.ident.clone(), name, name, place, findings);
        }
    }
    for event in &ir.events {
        let named = ir.get(event.record);
        let draft = crate::emit::draft_ident(named);
        let rust = named.modules.iter().chain([&draft]).cloned().collect::<Vec<_>>();
        types.add(rust.join("::"), &named.full_name, &named.full_name, named.place, findings);
    }
}

/// A module and a type in one module cannot share a name either.
fn modules(ir: &Ir, findings: &mut Findings) {
    let path = |named: &Named| named.modules.iter().chain([&named.ident]).cloned().collect();
    let types: BTreeMap<Vec<String>, &Named> =
        ir.types.iter().map(|named| (path(named), named)).collect();
    for named in &ir.types {
        let mut prefixes = (1..=named.modules.len()).map(|end| &named.modules[..end]);
        if let Some(other) = prefixes.find_map(|module| types.get(module)) {
            let (full_name, rust) = (&other.full_name, other.ident.trim_start_matches("r#"));
            let message = format!("type `{full_name}` has the name of a module in Rust");
            let help = format!("name it: `.rename(\"{full_name}\", \"{rust}2\")` in build.rs");
            let finding = Finding::error(other.place, message).help(help);
            findings.push(finding.also(named.place, "this type stands in the module"));
        }
    }
}

/// Names of fields, symbols and branches.
fn names_inside(named: &Named, findings: &mut Findings) {
    match &named.body {
        Body::Record(record) => {
            let mut scope = Scope::new("fields");
            for field in &record.fields {
                let path = format!("{}.{}", named.full_name, field.name);
                scope.add(field.ident.clone(), &field.name, &path, field.place, findings);
            }
        }
        Body::Enum(body) => {
            let mut scope = Scope::new("symbols");
            for symbol in &body.symbols {
                let path = format!("{}.{}", named.full_name, symbol.name);
                scope.add(symbol.ident.clone(), &symbol.name, &path, named.place, findings);
            }
        }
        Body::Union(union) => {
            let mut scope = Scope::new("branches");
            for branch in &union.branches {
                let path = format!("{}.{}", named.full_name, branch.name);
                scope.add(branch.ident.clone(), &branch.name, &path, named.place, findings);
            }
        }
        Body::Fixed(_) | Body::Value(_) => {}
    }
}

/// Names that must differ from each other.
struct Scope<'a> {
    kind: &'static str,
    seen: BTreeMap<String, (&'a str, Place)>,
}

impl<'a> Scope<'a> {
    fn new(kind: &'static str) -> Self {
        Scope { kind, seen: BTreeMap::new() }
    }

    fn add(
        &mut self,
        rust: String,
        name: &'a str,
        path: &str,
        place: Place,
        findings: &mut Findings,
    ) {
        let Some((first, first_place)) = self.seen.get(&rust).copied() else {
            self.seen.insert(rust, (name, place));
            return;
        };
        let kind = self.kind;
        let message = format!("{kind} `{first}` and `{name}` are both `{rust}` in Rust");
        let last = rust.rsplit("::").next().unwrap_or(&rust).trim_start_matches("r#");
        let help = format!("name one of them: `.rename(\"{path}\", \"{last}2\")` in build.rs");
        let what = format!("`{first}` is here");
        findings.push(Finding::error(place, message).also(first_place, what).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_and_keywords() {
        for (name, snaked, cameled) in [
            ("occurredAt", "occurred_at", "OccurredAt"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("PENDING_PAYMENT", "pending_payment", "PendingPayment"),
            ("PACS_008", "pacs_008", "Pacs008"),
            ("v1_2", "v1_2", "V1_2"),
            ("fileSha256", "file_sha256", "FileSha256"),
            ("type", "r#type", "Type"),
            ("Self", "self_", "Self_"),
            ("_1", "_1", "_1"),
            ("__", "underscore", "Underscore"),
        ] {
            assert_eq!(
                (snake(name), camel(name)),
                (snaked.to_owned(), cameled.to_owned()),
                "{name}"
            );
        }
    }
}
