//! What an event contract may never lose: fields, symbols, types, numbers. Stricter than any compatibility level.

use crate::diagnostic::Diagnostic;
use crate::shape::{Field, Presence, Record, RecordId, Shape, Type};
use contract_schema::Format;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Everything that `new` removed (`EVO-NO-REMOVE`) or changed (`EVO-NO-RETYPE`) of `old`.
///
/// Records are compared from the root down, along the fields that both have.
pub fn evolution(old: &Shape, new: &Shape) -> Vec<Diagnostic> {
    if old.format != new.format {
        let message = format!("the schema language changed from {} to {}", old.format, new.format);
        let help = "keep the language; a subject holds one";
        return vec![Diagnostic::error("EVO-NO-RETYPE", message).help(help)];
    }
    let (found, seen, waiting) = (Vec::new(), BTreeSet::new(), Vec::new());
    let mut walk = Walk { old, new, found, seen, waiting, enums: HashMap::new() };
    match (old.root, new.root) {
        (Some(from), Some(to)) => walk.root(from, to),
        (Some(from), None) => {
            let message = format!("the record `{}` is gone", old.record(from).name);
            walk.found.push(Diagnostic::error("EVO-NO-REMOVE", message));
        }
        (None, _) => {}
    }
    while let Some((path, from, to)) = walk.waiting.pop() {
        walk.record(&path, from, to);
    }
    walk.found
}

struct Walk<'a> {
    old: &'a Shape,
    new: &'a Shape,
    found: Vec<Diagnostic>,
    /// Pairs of records that were compared: ends recursion.
    seen: BTreeSet<(RecordId, RecordId)>,
    /// Pairs that are still to be compared: chains of records may be longer than any stack.
    waiting: Vec<(String, RecordId, RecordId)>,
    /// What became of the enums by the addresses of their symbols, which all fields of a type share.
    enums: HashMap<(usize, usize), EnumChange>,
}

/// What is said of an enum.
#[derive(Clone, Default)]
struct EnumChange {
    lost: Option<String>,
    renumbered: Option<String>,
}

/// The first names of a list, and how many there are besides.
fn some(names: &[&str]) -> String {
    let shown = crate::suggest::list(&names[..names.len().min(MOST_NAMES)]);
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Names in one message.
const MOST_NAMES: usize = 20;

/// Longer paths lose their beginning.
const LONGEST_PATH: usize = 200;

impl Walk<'_> {
    fn root(&mut self, from: RecordId, to: RecordId) {
        let (old, new) = (self.old.record(from), self.new.record(to));
        if old.name != new.name {
            let message = format!("the record `{}` was renamed to `{}`", old.name, new.name);
            let help = "keep the name; a new fact is a new event with a subject of its own";
            self.found.push(Diagnostic::error("EVO-NO-RETYPE", message).at(new.at).help(help));
        }
        self.wait(String::new(), from, to);
    }

    fn wait(&mut self, path: String, from: RecordId, to: RecordId) {
        if self.seen.insert((from, to)) {
            self.waiting.push((path, from, to));
        }
    }

    fn record(&mut self, path: &str, from: RecordId, to: RecordId) {
        let (old, new) = (self.old.record(from), self.new.record(to));
        let by_name: BTreeMap<&str, &Field> =
            new.fields.iter().map(|field| (field.native.as_str(), field)).collect();
        for field in &old.fields {
            let path = join(path, &field.name);
            match by_name.get(field.native.as_str()) {
                Some(other) => self.field(&path, field, other),
                None => self.removed(&path, field, new),
            }
        }
    }

    fn removed(&mut self, path: &str, field: &Field, new: &Record) {
        let taken = |other: &&Field| field.number.is_some() && other.number == field.number;
        let finding = match new.fields.iter().find(taken) {
            Some(other) => {
                let message = format!("the field `{path}` was renamed to `{}`", other.name);
                Diagnostic::error("EVO-NO-REMOVE", message).at(other.at)
            }
            None => {
                let message = format!("the field `{path}` was removed");
                Diagnostic::error("EVO-NO-REMOVE", message).at(new.at)
            }
        };
        let help = "keep the field; mark it deprecated in its documentation if nobody shall use it any more";
        self.found.push(finding.on(path).help(help));
    }

    fn field(&mut self, path: &str, old: &Field, new: &Field) {
        if old.number != new.number {
            let number =
                |field: &Field| field.number.map_or("none".to_owned(), |number| number.to_string());
            self.retyped(
                path,
                new,
                format!("the number of `{path}` changed from {} to {}", number(old), number(new)),
            );
        }
        if old.oneof != new.oneof {
            self.retyped(path, new, format!("the field `{path}` moved into or out of a oneof"));
        }
        let nullability = |field: &Field| field.presence == Presence::Nullable;
        // In Protobuf presence is no part of the encoding, and `required` there is a rule.
        if self.new.format != Format::Protobuf && nullability(old) != nullability(new) {
            let (from, to) = if nullability(old) {
                ("nullable", "never null")
            } else {
                ("never null", "nullable")
            };
            self.retyped(path, new, format!("the field `{path}` was {from} and is now {to}"));
        }
        self.ty(path, new, &old.ty, &new.ty);
    }

    fn ty(&mut self, path: &str, field: &Field, old: &Type, new: &Type) {
        match (old, new) {
            (Type::Record(from), Type::Record(to)) => {
                let (from_name, to_name) =
                    (&self.old.record(*from).name, &self.new.record(*to).name);
                if from_name == to_name {
                    self.wait(path.to_owned(), *from, *to);
                } else {
                    let message =
                        format!("the type of `{path}` changed from `{from_name}` to `{to_name}`");
                    self.retyped(path, field, message);
                }
            }
            (Type::Array(old), Type::Array(new)) | (Type::Nullable(old), Type::Nullable(new)) => {
                self.ty(path, field, old, new);
            }
            (Type::Map(old_keys, old), Type::Map(new_keys, new)) => {
                self.ty(path, field, old_keys, new_keys);
                self.ty(path, field, old, new);
            }
            (Type::Enum { name: from, symbols: old }, Type::Enum { name: to, symbols: new })
                if from == to =>
            {
                self.symbols(path, field, from, old, new);
            }
            (Type::Union(old), Type::Union(new)) if old.len() == new.len() => {
                for (old, new) in old.iter().zip(new) {
                    self.ty(path, field, old, new);
                }
            }
            // A rule tells a UUID from a string in Protobuf: a tightened rule, not another type.
            (Type::String, Type::Uuid) | (Type::Uuid, Type::String)
                if self.new.format == Format::Protobuf => {}
            (old, new) if old == new => {}
            (old, new) => {
                let (from, to) = (old.describe(self.old), new.describe(self.new));
                self.retyped(
                    path,
                    field,
                    format!("the type of `{path}` changed from {from} to {to}"),
                );
            }
        }
    }

    fn symbols(&mut self, path: &str, field: &Field, name: &str, old: &[String], new: &[String]) {
        let key = (old.as_ptr().addr(), new.as_ptr().addr());
        let change = match self.enums.get(&key) {
            Some(known) => known.clone(),
            None => self.enum_change(name, old, new),
        };
        self.enums.insert(key, change.clone());
        if let Some(message) = change.lost {
            let help = "keep the symbol; consumers may hold data that use it";
            self.found
                .push(Diagnostic::error("EVO-NO-REMOVE", message).on(path).at(field.at).help(help));
        }
        if let Some(message) = change.renumbered {
            self.retyped(path, field, message);
        }
    }

    fn enum_change(&self, name: &str, old: &[String], new: &[String]) -> EnumChange {
        let stays: HashSet<&String> = new.iter().collect();
        let gone: Vec<&str> =
            old.iter().filter(|symbol| !stays.contains(symbol)).map(String::as_str).collect();
        let lost = (!gone.is_empty()).then(|| format!("the enum `{name}` lost {}", some(&gone)));
        let (Some(before), Some(after)) =
            (self.old.enum_numbers.get(name), self.new.enum_numbers.get(name))
        else {
            return EnumChange { lost, renumbered: None };
        };
        let moved: Vec<&str> = before
            .iter()
            .filter(|(symbol, number)| after.get(*symbol).is_some_and(|now| now != *number))
            .map(|(symbol, _)| symbol.as_str())
            .collect();
        let renumbered = (!moved.is_empty())
            .then(|| format!("the enum `{name}` gave other numbers to {}", some(&moved)));
        EnumChange { lost, renumbered }
    }

    fn retyped(&mut self, path: &str, field: &Field, message: String) {
        let help = "keep it as it was and add a field beside it";
        self.found
            .push(Diagnostic::error("EVO-NO-RETYPE", message).on(path).at(field.at).help(help));
    }
}

fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        _ if path.len() > LONGEST_PATH => format!("….{name}"),
        _ => format!("{path}.{name}"),
    }
}
