//! What must hold of every input, whatever it is: an answer instead of a panic, and a schema that agrees with itself.
//!
//! An input is a list of texts, each but the first behind a line that starts with `=====`. The rest of that line is the name
//! of the text before it, by which later texts refer to it. The last text is the new schema; to a comparison, the one before
//! it is the old schema.

use contract_schema::compat::{Policy, Safety, Terms, check_under};
use contract_schema::witness::evidence;
use contract_schema::{
    Breach, Dependency, Format, Level, Limits, ParseOptions, Schema, can_read, keeps, retires,
};
use std::sync::Arc;

/// Longer inputs only make runs slower.
const LONGEST: usize = 16 << 10;

/// Most breaches of a list for which a witness is sought.
const ASKED: usize = 20;

/// Reads the input as one schema, prints it and reads it again; whether it was one.
pub fn parse(format: Format, input: &[u8]) -> bool {
    let Some((texts, text)) = split(input) else { return false };
    let dependencies: Vec<Dependency> = texts.into_iter().map(dependency).collect();
    schema(format, &text, &dependencies).is_some()
}

/// Reads the input as two schemas and asks everything that can be asked of a pair; whether there were two.
pub fn compare(format: Format, input: &[u8]) -> bool {
    let Some((mut texts, new)) = split(input) else { return false };
    let Some((_, old)) = texts.pop() else { return false };
    let dependencies: Vec<Dependency> = texts.into_iter().map(dependency).collect();
    let schemas = (schema(format, &new, &dependencies), schema(format, &old, &dependencies));
    let (Some(new), Some(old)) = schemas else { return false };
    for (reader, writer) in [(&new, &old), (&old, &new)] {
        for policy in [Policy::Strict, Policy::Lenient] {
            let standard = ask(reader, writer, policy, Safety::Standard);
            let wire = ask(reader, writer, policy, Safety::Wire);
            assert!(wire.len() >= standard.len(), "WIRE refuses what the standard refuses");
        }
        seek(reader, writer, &retires(reader, writer).expect("one format"));
        seek(reader, writer, &keeps(reader, writer).expect("one format"));
    }
    let history = [(1, Arc::new(old))];
    for safety in Safety::ALL {
        check_under(Terms { safety, ..Terms::default() }, Level::Full, &new, &history);
    }
    true
}

fn ask(reader: &Schema, writer: &Schema, policy: Policy, safety: Safety) -> Vec<Breach> {
    let found = can_read(reader, writer, Terms { policy, safety }).expect("one format");
    seek(reader, writer, &found);
    found
}

fn seek(reader: &Schema, writer: &Schema, found: &[Breach]) {
    for breach in found.iter().take(ASKED) {
        evidence(reader, writer, breach);
    }
}

/// The names and texts before the last one, and the last one.
fn split(input: &[u8]) -> Option<(Vec<(String, String)>, String)> {
    if input.len() > LONGEST {
        return None;
    }
    let whole = std::str::from_utf8(input).ok()?;
    let mut texts = Vec::new();
    let mut text = String::new();
    for line in whole.split_inclusive('\n') {
        match line.strip_prefix("=====") {
            Some(name) => texts.push((name.trim().to_owned(), std::mem::take(&mut text))),
            None => text.push_str(line),
        }
    }
    Some((texts, text))
}

fn dependency((name, text): (String, String)) -> Dependency {
    Dependency { subject: name.clone(), name, version: 1, text: text.into() }
}

/// Reads a text, and holds what it says to what is printed of it.
fn schema(format: Format, text: &str, dependencies: &[Dependency]) -> Option<Schema> {
    let limits = Limits { bytes: 64 << 10, ..Limits::default() };
    let stored = ParseOptions { as_new: false, limits };
    let as_new = ParseOptions { as_new: true, limits };
    let read = |text: &str| Schema::parse(format, text, dependencies, stored);
    let strictly = Schema::parse(format, text, dependencies, as_new);
    let Ok(schema) = read(text) else {
        assert!(strictly.is_err(), "what may be registered can be read later");
        return None;
    };
    schema.weight();
    let canonical = schema.canonical_text();
    let again =
        read(&canonical).unwrap_or_else(|error| panic!("canonical text: {error}\n{canonical}"));
    assert_eq!(again.canonical_text(), canonical, "canonical text of canonical text");
    assert!(again.is_equivalent(&again), "a schema is equivalent to itself");
    agree(&schema, &again, "canonical text");
    let normalized = schema.normalized_text();
    let again =
        read(&normalized).unwrap_or_else(|error| panic!("normalized text: {error}\n{normalized}"));
    assert_eq!(again.normalized_text(), normalized, "normalized text of normalized text");
    agree(&schema, &again, "normalized text");
    Some(schema)
}

/// Nothing is to be said of two schemas that are one, but that a proof was too long or has nothing to look at.
const EXCUSES: [&str; 3] = [
    "json-comparison-beyond-limit",
    "json-proof-beyond-limit",
    // What stands behind an address of others is the same only if the whole text is.
    "json-reference-not-followed",
];

/// Compares two schemas that are one: of them nothing is said but what is said of one and itself. As in Java, an Avro record
/// with a field whose alias is the name of another field does not even read itself.
fn agree(schema: &Schema, again: &Schema, what: &str) {
    for (question, ask) in QUESTIONS {
        let itself = ask(schema, schema);
        for (reader, writer) in [(schema, again), (again, schema)] {
            let mut found = ask(reader, writer);
            found.retain(|breach| !itself.iter().any(|one| one.rule.id == breach.rule.id));
            silent(found, what, question);
        }
    }
}

/// What is asked of a reader and a writer, and its name.
type Question = (&'static str, fn(&Schema, &Schema) -> Vec<Breach>);

const QUESTIONS: [Question; 4] = [
    ("STANDARD", |reader, writer| read_under(Safety::Standard, reader, writer)),
    ("WIRE", |reader, writer| read_under(Safety::Wire, reader, writer)),
    ("keeps", |reader, writer| keeps(reader, writer).expect("one format")),
    ("retires", |reader, writer| retires(reader, writer).expect("one format")),
];

fn read_under(safety: Safety, reader: &Schema, writer: &Schema) -> Vec<Breach> {
    can_read(reader, writer, Terms { safety, ..Terms::default() }).expect("one format")
}

fn silent(found: Vec<Breach>, what: &str, question: &str) {
    if let Some(breach) = found.iter().find(|breach| !EXCUSES.contains(&breach.rule.id)) {
        panic!(
            "{what} against the text, {question}: {} at {}: {}",
            breach.rule.id, breach.path, breach.detail
        );
    }
}
