//! Finds the declaration in a schema and reads it: every complaint at once, each with its place.

use super::vocabulary::{self, KEYS, Spelling};
use super::{Class, Classification, Contract, Stability, keys};
use crate::constraint::{Entry, Raw};
use crate::diagnostic::Diagnostic;
use crate::shape::attributes::Attributes;
use crate::shape::{Shape, json, options, protobuf};
use crate::suggest;
use contract_schema::avro::model::{AvroSchema, Kind, Origin};
use contract_schema::json::JsonSchema;
use contract_schema::protobuf::model::ProtoSchema;
use contract_schema::{Position, Schema};

/// `options` of a message, `(contract.v1.event)` in it.
const OPTION_EVENT: [i32; 2] = [7, 50191];

/// A declaration as it was written.
pub(super) struct Declaration {
    record: String,
    is_root: bool,
    at: Option<Position>,
    entries: Vec<Entry>,
}

pub(super) fn read(schema: &Schema, shape: &Shape) -> (Option<Contract>, Vec<Diagnostic>) {
    let (contract, mut found) = read_unsorted(schema, shape);
    found.sort_by_key(|finding| finding.at);
    (contract, found)
}

fn read_unsorted(schema: &Schema, shape: &Shape) -> (Option<Contract>, Vec<Diagnostic>) {
    let mut found = shape.complaints.clone();
    let declarations = declarations(schema);
    let Some(declaration) = declarations.iter().find(|declaration| declaration.is_root) else {
        found.extend(declarations.iter().map(misplaced));
        return (None, found);
    };
    found.extend(
        declarations.iter().filter(|other| !std::ptr::eq(*other, declaration)).map(misplaced),
    );
    let spelling = Spelling(schema.format());
    let mut reader = Reader { declaration, spelling, found };
    reader.keys();
    let contract = reader.contract(shape);
    (contract, reader.found)
}

/// Every declaration in the schema's own text.
pub(super) fn declarations(schema: &Schema) -> Vec<Declaration> {
    match schema {
        Schema::Avro(schema) => avro_declarations(schema),
        Schema::Json(schema) => json_declaration(schema).into_iter().collect(),
        Schema::Protobuf(schema) => protobuf_declarations(schema),
    }
}

fn avro_declarations(schema: &AvroSchema) -> Vec<Declaration> {
    let attributes = Attributes::of(schema.text());
    let mut found = Vec::new();
    for (name, id) in schema.names() {
        let ty = schema.get(id);
        if ty.origin != Origin::Own || !matches!(ty.kind, Kind::Record(_)) {
            continue;
        }
        let Some((_, node)) = ty.attributes.iter().find(|(key, _)| &**key == "contract") else {
            continue;
        };
        let raw = attributes.raw(true, node);
        if is_ours(&raw) {
            let is_root = id == schema.root();
            let at = attributes.position(true, node.span).or(ty.at);
            let entries = raw.entries().to_vec();
            found.push(Declaration { record: name.to_owned(), is_root, at, entries });
        }
    }
    found
}

/// The root alone can declare an event: definitions below it are its parts.
fn json_declaration(schema: &JsonSchema) -> Option<Declaration> {
    let attributes = Attributes::of(schema.text());
    let node = schema.root().get("contract")?;
    let raw = attributes.raw(true, node);
    is_ours(&raw).then(|| Declaration {
        record: json::root_name(schema),
        is_root: true,
        at: attributes.position(true, node.span),
        entries: raw.entries().to_vec(),
    })
}

/// Other tools may use the word `contract` for something else: it is ours if `event`, or nearly that, stands in it, or
/// several keys of ours do.
fn is_ours(raw: &Raw) -> bool {
    let entries = raw.entries();
    let is_event = |entry: &Entry| suggest::nearest(&entry.key, ["event"]).is_some();
    let known = entries.iter().filter(|entry| vocabulary::find(&entry.key).is_some());
    entries.iter().any(is_event) || known.count() >= SEVERAL
}

/// So many keys of ours are no coincidence.
const SEVERAL: usize = 3;

fn protobuf_declarations(schema: &ProtoSchema) -> Vec<Declaration> {
    let mut found: Vec<Declaration> = Vec::new();
    for message in protobuf::own_messages(schema) {
        let Some(prost_reflect::Value::Message(event)) =
            options::extension(&message.options(), "contract.v1.event")
        else {
            continue;
        };
        let file = message.parent_file();
        let fallback = schema.position(file.name(), message.path());
        let path = [message.path(), &OPTION_EVENT].concat();
        let place = options::Place::new(schema, file.name(), path, fallback);
        found.push(Declaration {
            record: message.full_name().to_owned(),
            is_root: found.is_empty(),
            at: place.at(),
            entries: options::raw_message(&event, &place).entries().to_vec(),
        });
    }
    found
}

fn misplaced(declaration: &Declaration) -> Diagnostic {
    let message =
        format!("`{}` declares a second event, or is not the root record", declaration.record);
    Diagnostic::error("contract-misplaced", message).at(declaration.at).help(
        "declare one event per schema, on the root record; move the other into a schema of its own",
    )
}

struct Reader<'a> {
    declaration: &'a Declaration,
    spelling: Spelling,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Unknown and repeated keys.
    fn keys(&mut self) {
        let declaration = self.declaration;
        for (index, entry) in declaration.entries.iter().enumerate() {
            if self.spelling.canonical(&entry.key).is_none() {
                let known: Vec<String> =
                    KEYS.iter().map(|key| self.spelling.key(key.name)).collect();
                let help = suggest::hint(&entry.key, known.iter().map(String::as_str));
                let message = format!("a contract has no key `{}`", entry.key);
                self.complain("contract-unknown-key", message, entry.at).help = Some(help);
            }
            if declaration.entries[..index].iter().any(|other| other.key == entry.key) {
                let message = format!("the key `{}` stands twice", entry.key);
                self.complain("contract-repeated-key", message, entry.at).help =
                    Some("keep one of them".to_owned());
            }
        }
    }

    fn contract(&mut self, shape: &Shape) -> Option<Contract> {
        let event = self.checked("event", "a name such as `payment.initiated`", is_event_name);
        let class =
            self.word("class", Class::from_name, Class::ALL.iter().map(|class| class.name()));
        let classification = self.word(
            "classification",
            Classification::from_name,
            Classification::ALL.iter().map(|class| class.name()),
        );
        let stability = self.word(
            "stability",
            Stability::from_name,
            Stability::ALL.iter().map(|step| step.name()),
        );
        let partition_key = self.list("partitionKey");
        let idempotency_key = self.list("idempotencyKey");
        let (partition_key, idempotency_key) = (
            self.key_paths("partitionKey", partition_key, shape),
            self.key_paths("idempotencyKey", idempotency_key, shape),
        );
        let contract = Contract {
            event: String::new(),
            class: Class::Operational,
            context: self.text("context"),
            owner: self.text("owner"),
            producer: self.text("producer"),
            topic: self.checked(
                "topic",
                "a Kafka topic: letters, digits, `.`, `_`, `-`, at most 249",
                is_topic,
            ),
            partition_key,
            idempotency_key,
            retention: self.checked("retention", "an ISO 8601 duration such as `P5Y`", is_period),
            classification,
            regulation: self.list("regulation").into_iter().map(|(text, _)| text).collect(),
            stability: stability.unwrap_or_default(),
            record: self.declaration.record.clone(),
            at: self.declaration.at,
        };
        for (key, is_missing) in
            [("event", self.entry("event").is_none()), ("class", self.entry("class").is_none())]
        {
            if is_missing {
                let message =
                    format!("`{}` declares a contract without `{key}`", self.declaration.record);
                let help = self.spelling.example(key);
                self.complain("contract-missing-key", message, None).help = Some(help);
            }
        }
        Some(Contract { event: event?, class: class?, ..contract })
    }

    fn key_paths(
        &mut self,
        key: &str,
        paths: Vec<(String, Option<Position>)>,
        shape: &Shape,
    ) -> Vec<String> {
        let mut canonical: Vec<String> = Vec::new();
        for (path, at) in paths {
            match keys::check(shape, &path) {
                Ok((path, warning)) => {
                    if canonical.contains(&path) {
                        let message = format!("`{key}` names `{path}` twice");
                        self.complain("contract-key", message, at);
                    }
                    self.found
                        .extend(warning.map(|warning| warning.at(at.or(self.declaration.at))));
                    canonical.push(path);
                }
                Err(finding) => {
                    let at = at.or(self.declaration.at);
                    let message = format!("`{key}`: {}", finding.message);
                    self.found.push(Diagnostic { message, ..finding.at(at) });
                    // The author did name a key: nobody shall complain that it is missing as well.
                    canonical.push(path);
                }
            }
        }
        canonical
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        let written = self.spelling.key(name);
        self.declaration.entries.iter().rev().find(|entry| entry.key == written)
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let entry = self.entry(name)?.clone();
        match &entry.value {
            Raw::Text(text) if text.trim().is_empty() => {
                self.complain("contract-wrong-value", format!("`{name}` is empty"), entry.at)
                    .help = Some(self.spelling.example(name));
                None
            }
            Raw::Text(text) => Some(text.clone()),
            other => {
                self.wrong_type(name, "a string", other.kind(), entry.at);
                None
            }
        }
    }

    fn checked(&mut self, name: &str, expected: &str, is_good: fn(&str) -> bool) -> Option<String> {
        let text = self.text(name)?;
        if is_good(&text) {
            return Some(text);
        }
        let at = self.entry(name).and_then(|entry| entry.at);
        let message = format!("`{name}` is {expected}, this is `{}`", shortened(&text));
        self.complain("contract-wrong-value", message, at);
        None
    }

    fn word<'w, T>(
        &mut self,
        name: &str,
        read: fn(&str) -> Option<T>,
        words: impl Iterator<Item = &'w str> + Clone,
    ) -> Option<T> {
        let text = self.text(name)?;
        let word = read(&text);
        if word.is_none() {
            let at = self.entry(name).and_then(|entry| entry.at);
            let message = format!("`{}` is no `{name}`", shortened(&text));
            let help = suggest::hint(&text, words);
            self.complain("contract-wrong-value", message, at).help = Some(help);
        }
        word
    }

    fn list(&mut self, name: &str) -> Vec<(String, Option<Position>)> {
        let Some(entry) = self.entry(name).cloned() else { return Vec::new() };
        let Raw::List(values) = &entry.value else {
            self.wrong_type(name, "a list of strings", entry.value.kind(), entry.at);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for value in values {
            match value {
                Raw::Text(text) => texts.push((text.clone(), entry.at)),
                other => self.wrong_type(name, "a list of strings", other.kind(), entry.at),
            }
        }
        texts
    }

    fn wrong_type(&mut self, name: &str, expected: &str, kind: &str, at: Option<Position>) {
        debug_assert!(vocabulary::find(name).is_some());
        let message = format!("`{name}` is {expected}, this is {kind}");
        let help = self.spelling.example(name);
        self.complain("contract-wrong-type", message, at).help = Some(help);
    }

    fn complain(&mut self, id: &str, message: String, at: Option<Position>) -> &mut Diagnostic {
        self.found.push(Diagnostic::error(id, message).at(at.or(self.declaration.at)));
        self.found.last_mut().expect("pushed in the line above")
    }
}

/// `^[a-z][a-z0-9]*(\.[a-z][a-z0-9]*)+$`
fn is_event_name(text: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    text.len() <= 200 && text.contains('.') && text.split('.').all(is_part)
}

/// What Kafka takes as a topic name.
fn is_topic(text: &str) -> bool {
    let legal = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    legal && text.len() <= 249 && text != "." && text != ".."
}

/// `P5Y`, `P1Y6M`, `P2W`, `PT12H`.
fn is_period(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (days, time) = match rest.split_once('T') {
        Some((_, "")) => return false,
        Some((days, time)) => (days, time),
        None => (rest, ""),
    };
    !rest.is_empty() && units(days, "YMWD") && units(time, "HMS")
}

/// Numbers, each followed by a unit, in the order of `order`.
fn units(text: &str, order: &str) -> bool {
    let (mut digits, mut from) = (0, 0);
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits += 1;
            continue;
        }
        let Some(at) = order[from..].find(c) else { return false };
        if !(1..=9).contains(&digits) {
            return false;
        }
        (digits, from) = (0, from + at + 1);
    }
    digits == 0
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_periods() {
        for good in ["payment.initiated", "a.b.c1"] {
            assert!(is_event_name(good), "{good}");
        }
        for bad in
            ["payment", "Payment.initiated", "payment..x", "payment.1x", ".a", "a.", "a.b-c", ""]
        {
            assert!(!is_event_name(bad), "{bad}");
        }
        for good in ["P5Y", "P1Y6M", "P2W", "PT12H", "P1DT30M"] {
            assert!(is_period(good), "{good}");
        }
        for bad in ["P", "5Y", "P5", "PT", "P1M1Y", "PY", "P1H", "é"] {
            assert!(!is_period(bad), "{bad}");
        }
    }
}
