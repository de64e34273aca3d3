//! What a plan loses, adds and refuses, for people.

use super::{Action, Default, Plan, Step, Symbol};
use crate::avro::model::{AvroSchema, Kind};

impl Plan {
    /// Fields that are written and that the reader does not know: `a.b.Record.field`, each once.
    pub fn dropped(&self, writer: &AvroSchema) -> Vec<String> {
        let mut found = Vec::new();
        for entry in &self.entries {
            let (Action::Record(fields), Kind::Record(record)) =
                (&entry.action, &writer.get(entry.writer).kind)
            else {
                continue;
            };
            let steps = fields.steps.iter().zip(&record.fields);
            let skipped = steps.filter(|(step, _)| matches!(step, Step::Skip { .. }));
            found
                .extend(skipped.map(|(_, field)| format!("{}.{}", record.name.full(), field.name)));
        }
        sorted(found)
    }

    /// The reader's fields that are not written: `a.b.Record.field`, each once.
    pub fn defaulted(&self, reader: &AvroSchema) -> Vec<String> {
        let mut found = Vec::new();
        for entry in &self.entries {
            let (Action::Record(fields), Kind::Record(record)) =
                (&entry.action, &reader.get(entry.reader).kind)
            else {
                continue;
            };
            let name = |default: &Default| {
                format!("{}.{}", record.name.full(), record.fields[default.field].name)
            };
            found.extend(fields.defaults.iter().map(name));
        }
        sorted(found)
    }

    /// What can be written and has no reading, in words, each once.
    pub fn refused(&self, reader: &AvroSchema, writer: &AvroSchema) -> Vec<String> {
        let mut found = Vec::new();
        for entry in &self.entries {
            match (&entry.action, &reader.get(entry.reader).kind, &writer.get(entry.writer).kind) {
                (Action::Refuse(mismatch), Kind::Record(record), _) => {
                    found.push(format!("`{}`: {mismatch}", record.name.full()));
                }
                (Action::Refuse(mismatch), ..) => found.push(mismatch.to_string()),
                (Action::Enum(symbols), Kind::Enum(kind), Kind::Enum(written)) => {
                    for (symbol, name) in symbols.iter().zip(&written.symbols) {
                        if *symbol == Symbol::Unknown {
                            found.push(format!("`{}` has no symbol `{name}`", kind.name.full()));
                        }
                    }
                }
                _ => {}
            }
        }
        sorted(found)
    }
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort_unstable();
    texts.dedup();
    texts
}
