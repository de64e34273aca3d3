//! One function for each rule: type, place, detail, sentence and remedy of a breach.

use super::{Question, Walk};
use crate::avro::model::{AvroSchema, Enum, Fixed, Kind, Name, TypeId};
use crate::avro::rules;
use crate::position::Position;
use crate::rule::{Breach, Rule};
use std::collections::{BTreeSet, HashSet};

impl Walk<'_> {
    pub(super) fn names_differ(&self, pair: Question) -> Breach {
        let (reader, writer) =
            (&self.reader.get(pair.reader).kind, &self.writer.get(pair.writer).kind);
        let word = reader.word();
        let full = |kind: &Kind| kind.name().map_or(String::new(), |name| name.full().to_owned());
        let (name, writer) = (full(reader), full(writer));
        Breach {
            detail: format!("expected: {writer}"),
            reason: format!(
                "the {word} is called `{name}` in the {{reader}} schema and `{writer}` in the {{writer}} schema"
            ),
            help: Some(format!(
                "keep the name `{writer}`, or add \"aliases\": [\"{writer}\"] to `{name}` || \
                 keep the name `{name}`: consumers with the {{reader}} schema know no aliases of the {{writer}} one"
            )),
            ..self.breach(&rules::NAME_DIFFERS, self.definitions(pair), pair, "/name")
        }
    }

    pub(super) fn symbols_missing(&self, pair: Question, reader: &Enum, writer: &Enum) -> Breach {
        let list = missing_symbols(reader, writer).join(", ");
        let name = reader.name.full();
        Breach {
            reason: format!(
                "enum `{name}` lacks {list} in the {{reader}} schema, which the {{writer}} schema may write"
            ),
            help: Some(format!(
                "add {list} to `symbols`, or give the enum a \"default\" || \
                 leave out {list}, or first give the enum a \"default\" and let every consumer take that version"
            )),
            detail: format!("[{list}]"),
            ..self.breach(&rules::ENUM_LACKS_SYMBOL, self.definitions(pair), pair, "/symbols")
        }
    }

    pub(super) fn size_differs(&self, pair: Question, reader: &Fixed, writer: &Fixed) -> Breach {
        let (found, expected, name) = (reader.size, writer.size, reader.name.full());
        Breach {
            detail: format!("expected: {expected}, found: {found}"),
            reason: format!(
                "fixed `{name}` has {found} bytes in the {{reader}} schema and {expected} in the {{writer}} schema"
            ),
            help: Some(format!(
                "keep \"size\": {expected}, or add a new field with a new fixed || \
                 keep \"size\": {found}, or add a new field with a new fixed"
            )),
            ..self.breach(&rules::FIXED_SIZE_DIFFERS, self.definitions(pair), pair, "/size")
        }
    }

    pub(super) fn type_differs(&self, pair: Question) -> Breach {
        let kinds = (&self.reader.get(pair.reader).kind, &self.writer.get(pair.writer).kind);
        let (reads, wrote) =
            (describe(self.reader, pair.reader), describe(self.writer, pair.writer));
        Breach {
            detail: mismatch(kinds.0, kinds.1),
            reason: format!(
                "{}the {{reader}} schema expects {reads} where the {{writer}} schema has {wrote}",
                self.field_around(pair)
            ),
            help: Some(format!(
                "keep {wrote}, or add a new field of the other type beside it || \
                 keep {reads}, or add a new field of the other type beside it"
            )),
            ..self.breach(&rules::TYPE_DIFFERS, self.paths.places(pair.step), pair, "")
        }
    }

    /// `written` is what no branch of the reader's union reads; `branch` its number, if the writer is a union too.
    pub(super) fn union_lacks_branch(
        &self,
        pair: Question,
        written: TypeId,
        branch: Option<u32>,
    ) -> Breach {
        let kind = &self.writer.get(written).kind;
        let rest = branch.map_or(String::new(), |branch| format!("/{branch}"));
        let wrote = describe(self.writer, written);
        let (reader_at, writer_at) = self.paths.places(pair.step);
        let places = (reader_at, self.writer.own_place(written).max(writer_at));
        Breach {
            detail: format!("reader union lacking writer type: {}", kind.word().to_uppercase()),
            reason: format!(
                "{}the union of the {{reader}} schema has no branch that reads {wrote} of the {{writer}} schema",
                self.field_around(pair)
            ),
            help: Some(format!(
                "keep {wrote} in the union || leave {wrote} out of the union: consumers with the {{reader}} schema cannot read it"
            )),
            ..self.breach(&rules::UNION_LACKS_BRANCH, places, pair, &rest)
        }
    }

    pub(super) fn field_without_default(&self, pair: Question, index: usize) -> Breach {
        let Kind::Record(record) = &self.reader.get(pair.reader).kind else {
            unreachable!("fields are compared of records only")
        };
        let field = &record.fields[index];
        let (name, owner) = (&field.name, record.name.full());
        let kind = &self.reader.get(field.ty).kind;
        let places = self.reader_field_places(pair, index);
        let reason = format!(
            "field `{name}` of `{owner}` has no default in the {{reader}} schema and is missing in the {{writer}} schema"
        );
        let help = Some(format!(
            "{} to field `{name}` || keep field `{name}`: consumers with the {{reader}} schema have no default for it",
            suggested_default(self.reader, field.ty)
        ));
        if matches!(kind, Kind::Enum(kind) if kind.default.is_some()) {
            // Java asks here whether the enum reads the whole record of the writer; it never does.
            let wrote = &self.writer.get(pair.writer).kind;
            let rest = format!("/fields/{index}/type");
            let rule = &rules::ENUM_FIELD_WITHOUT_DEFAULT;
            let detail = mismatch(kind, wrote);
            return Breach { detail, reason, help, ..self.breach(rule, places, pair, &rest) };
        }
        let (rule, detail) = (&rules::FIELD_WITHOUT_DEFAULT, name.to_string());
        Breach {
            detail,
            reason,
            help,
            ..self.breach(rule, places, pair, &format!("/fields/{index}"))
        }
    }

    pub(super) fn field_fits_two(&self, pair: Question, index: usize, fields: [u32; 2]) -> Breach {
        let Kind::Record(record) = &self.reader.get(pair.reader).kind else {
            unreachable!("fields are compared of records only")
        };
        let field = &record.fields[index];
        let (name, owner) = (&field.name, record.name.full());
        let places = self.reader_field_places(pair, index);
        let [first, second] = fields.map(|index| self.writer_field_name(pair, index as usize));
        let reason = format!(
            "field `{name}` of `{owner}` in the {{reader}} schema fits both `{first}` and `{second}` of the {{writer}} schema"
        );
        Breach {
            detail: format!("field {name} fits several fields of the writer: {first}, {second}"),
            reason,
            help: Some(format!(
                "remove the alias of `{name}` that names a field which still exists in the {{writer}} schema || \
                 keep only one of `{first}` and `{second}`"
            )),
            ..self.breach(&rules::FIELD_FITS_TWO, places, pair, &format!("/fields/{index}"))
        }
    }

    pub(super) fn beyond_limit(&self) -> Breach {
        let pair = self.start();
        Breach {
            detail: "the comparison takes too many steps".to_owned(),
            reason: "comparing the {reader} schema with the {writer} schema takes more steps than their size allows"
                .to_owned(),
            help: Some(rules::BEYOND_LIMIT.help.to_owned()),
            ..self.breach(&rules::BEYOND_LIMIT, self.definitions(pair), pair, "")
        }
    }

    /// The field whose type is compared, as the beginning of a sentence; empty outside of records.
    pub(super) fn field_around(&self, pair: Question) -> String {
        let Some((owner, index)) = self.paths.field_around(pair.step) else { return String::new() };
        let Kind::Record(record) = &self.reader.get(owner).kind else { return String::new() };
        format!("field `{}` of `{}`: ", record.fields[index].name, record.name.full())
    }

    /// A breach without words yet.
    pub(super) fn breach(
        &self,
        rule: &'static Rule,
        places: (Option<Position>, Option<Position>),
        pair: Question,
        rest: &str,
    ) -> Breach {
        Breach {
            rule,
            path: self.paths.pointer(pair.step, rest),
            detail: String::new(),
            reason: String::new(),
            help: None,
            reader_at: places.0,
            writer_at: places.1,
        }
    }

    /// The full name of the reader's type; its kind if it has none.
    pub(super) fn reader_name(&self, pair: Question) -> &str {
        let kind = &self.reader.get(pair.reader).kind;
        kind.name().map_or(kind.word(), Name::full)
    }

    /// A field of the reader's record and the record's name.
    pub(super) fn reader_field(&self, pair: Question, index: usize) -> (&str, &str) {
        let Kind::Record(record) = &self.reader.get(pair.reader).kind else {
            unreachable!("fields are compared of records only")
        };
        (&record.fields[index].name, record.name.full())
    }

    fn writer_field_name(&self, pair: Question, index: usize) -> &str {
        match &self.writer.get(pair.writer).kind {
            Kind::Record(record) => &record.fields[index].name,
            kind => kind.word(),
        }
    }

    /// Where a field of the reader's record stands, and the writer's record.
    pub(super) fn reader_field_places(
        &self,
        pair: Question,
        index: usize,
    ) -> (Option<Position>, Option<Position>) {
        let places = self.definitions(pair);
        let Kind::Record(record) = &self.reader.get(pair.reader).kind else { return places };
        let own = self.reader.own_field_place(pair.reader, &record.fields[index]);
        (own.or(places.0), places.1)
    }

    /// Where the two types are defined; where they are used, if that is in another text.
    pub(super) fn definitions(&self, pair: Question) -> (Option<Position>, Option<Position>) {
        let used = self.paths.places(pair.step);
        let reader = self.reader.own_place(pair.reader).or(used.0);
        (reader, self.writer.own_place(pair.writer).or(used.1))
    }
}

/// The writer's symbols that the reader lacks, sorted.
pub(super) fn missing_symbols<'s>(reader: &Enum, writer: &'s Enum) -> Vec<&'s str> {
    if reader.symbols == writer.symbols {
        return Vec::new();
    }
    let known: HashSet<&str> = reader.symbols.iter().map(|symbol| &**symbol).collect();
    let written: BTreeSet<&'s str> = writer.symbols.iter().map(|symbol| &**symbol).collect();
    written.into_iter().filter(|symbol| !known.contains(symbol)).collect()
}

fn mismatch(reader: &Kind, writer: &Kind) -> String {
    let (reader, writer) = (reader.word().to_uppercase(), writer.word().to_uppercase());
    format!("reader type: {reader} not compatible with writer type: {writer}")
}

/// A type for people: ``record `a.B` ``, `string`.
pub(super) fn describe(schema: &AvroSchema, id: TypeId) -> String {
    let kind = &schema.get(id).kind;
    match kind.name() {
        Some(name) => format!("{} `{}`", kind.word(), name.full()),
        None => format!("`{}`", kind.word()),
    }
}

/// The edit that gives a field of this type a default.
fn suggested_default(schema: &AvroSchema, ty: TypeId) -> String {
    let default = match &schema.get(ty).kind {
        Kind::Null => "null",
        Kind::Boolean => "false",
        Kind::Int | Kind::Long => "0",
        Kind::Float | Kind::Double => "0.0",
        Kind::Bytes | Kind::String => "\"\"",
        Kind::Array(_) => "[]",
        Kind::Map(_) => "{}",
        Kind::Union(branches) => {
            let nullable = |branch: &TypeId| matches!(schema.get(*branch).kind, Kind::Null);
            if !branches.iter().any(nullable) {
                return "add a \"default\"".to_owned();
            }
            "null"
        }
        Kind::Enum(kind) => {
            let symbol = kind.default.as_ref().or(kind.symbols.first());
            return symbol.map_or_else(
                || "add a \"default\"".to_owned(),
                |symbol| format!("add \"default\": \"{symbol}\""),
            );
        }
        Kind::Fixed(_) | Kind::Record(_) => {
            return "make the type nullable and add \"default\": null".to_owned();
        }
    };
    format!("add \"default\": {default}")
}
