//! The words of the rules under `WIRE`.

use super::super::{Question, Walk};
use super::describe;
use crate::avro::meaning::Meaning;
use crate::avro::model::{Kind, Name, TypeId};
use crate::avro::rules::wire;
use crate::rule::{Breach, Rule};

impl Walk<'_> {
    /// `rule` is one of those about a value that arrives as another one.
    pub(in crate::avro::compat) fn altered(&self, rule: &'static Rule, pair: Question) -> Breach {
        let (reader, writer) = (self.reader.get(pair.reader), self.writer.get(pair.writer));
        let is_of_kinds =
            reader.kind.word() != writer.kind.word() && Meaning::of(reader) == Meaning::of(writer);
        let [reads, wrote] = [reader, writer].map(|ty| {
            if is_of_kinds { ty.kind.word().to_owned() } else { Meaning::of(ty).describe(&ty.kind) }
        });
        Breach {
            detail: format!("reader: {reads}, writer: {wrote}"),
            reason: format!(
                "{}the {{reader}} schema reads as {reads} what the {{writer}} schema writes as {wrote}",
                self.field_around(pair)
            ),
            help: Some(format!(
                "keep {wrote}, or add a new field of the other type beside it || \
                 keep {reads}, or add a new field of the other type beside it"
            )),
            ..self.breach(rule, self.paths.places(pair.step), pair, "")
        }
    }

    pub(in crate::avro::compat) fn symbols_replaced(
        &self,
        pair: Question,
        missing: &[&str],
        default: &str,
    ) -> Breach {
        let (list, name) = (missing.join(", "), self.reader_name(pair));
        Breach {
            detail: format!("[{list}]"),
            reason: format!(
                "enum `{name}` of the {{reader}} schema reads {list} of the {{writer}} schema as its default `{default}`"
            ),
            help: Some(format!(
                "add {list} to `symbols` || \
                 leave out {list} until every consumer has a schema with it"
            )),
            ..self.breach(&wire::SYMBOL_REPLACED, self.definitions(pair), pair, "/symbols")
        }
    }

    pub(in crate::avro::compat) fn namespace_differs(
        &self,
        pair: Question,
        name: &Name,
        written: &Name,
    ) -> Breach {
        let word = self.reader.get(pair.reader).kind.word();
        let (name, written) = (name.full(), written.full());
        Breach {
            detail: format!("expected: {written}"),
            reason: format!(
                "{word} `{name}` of the {{reader}} schema is `{written}` in the {{writer}} schema, and not every decoder takes the one for the other"
            ),
            help: Some(format!(
                "keep the namespace of `{written}`, or add \"aliases\": [\"{written}\"] to `{name}` || \
                 keep the namespace of `{name}`: consumers with the {{reader}} schema know no aliases of the {{writer}} one"
            )),
            ..self.breach(&wire::NAMESPACE_DIFFERS, self.definitions(pair), pair, "/name")
        }
    }

    /// `branch` is the number of the writer's branch, if it stands in a union.
    pub(in crate::avro::compat) fn branch_ambiguous(
        &self,
        pair: Question,
        written: TypeId,
        branch: Option<usize>,
    ) -> Breach {
        let wrote = describe(self.writer, written);
        let rest = branch.map_or(String::new(), |branch| format!("/{branch}"));
        let (reader_at, writer_at) = self.paths.places(pair.step);
        let places = (reader_at, self.writer.own_place(written).max(writer_at));
        Breach {
            detail: format!("writer: {wrote}"),
            reason: format!(
                "{}nothing says which branch of the {{reader}} schema's union takes {wrote} of the {{writer}} schema",
                self.field_around(pair)
            ),
            help: Some(format!(
                "keep one branch with the full name of {wrote}, at its place in the union || \
                 give {wrote} the full name of the branch that is to take it"
            )),
            ..self.breach(&wire::BRANCH_AMBIGUOUS, places, pair, &rest)
        }
    }

    /// `merged` is the reader's type and the two of the writer that it reads; `branch` the number of the second.
    pub(in crate::avro::compat) fn branches_merge(
        &self,
        pair: Question,
        merged: (TypeId, [TypeId; 2]),
        branch: usize,
    ) -> Breach {
        let reads = describe(self.reader, merged.0);
        let [first, second] = merged.1.map(|written| describe(self.writer, written));
        let (reader_at, writer_at) = self.paths.places(pair.step);
        let places = (reader_at, self.writer.own_place(merged.1[1]).max(writer_at));
        Breach {
            detail: format!("reader: {reads}, writer: {first}, {second}"),
            reason: format!(
                "{}the {{reader}} schema reads {first} and {second} of the {{writer}} schema both as {reads}",
                self.field_around(pair)
            ),
            help: Some(format!(
                "keep a branch of its own for {second} || \
                 do not write {second} where consumers with the {{reader}} schema take it for {reads}"
            )),
            ..self.breach(&wire::BRANCHES_MERGE, places, pair, &format!("/{branch}"))
        }
    }

    pub(in crate::avro::compat) fn field_read_twice(
        &self,
        pair: Question,
        index: usize,
        written: &str,
    ) -> Breach {
        let (name, owner) = self.reader_field(pair, index);
        Breach {
            detail: format!("field {name} and another one take {written}"),
            reason: format!(
                "field `{name}` of `{owner}` and another field of the {{reader}} schema both take `{written}` of the {{writer}} schema"
            ),
            help: Some(format!(
                "let only one field have the name or alias `{written}` || \
                 leave out `{written}`, which consumers with the {{reader}} schema read twice"
            )),
            ..self.breach(
                &wire::FIELD_READ_TWICE,
                self.reader_field_places(pair, index),
                pair,
                &format!("/fields/{index}"),
            )
        }
    }

    pub(in crate::avro::compat) fn default_does_not_fit(
        &self,
        pair: Question,
        index: usize,
    ) -> Breach {
        let (name, owner) = self.reader_field(pair, index);
        Breach {
            detail: name.to_owned(),
            reason: format!(
                "field `{name}` of `{owner}` is missing in the {{writer}} schema, and its default in the {{reader}} schema is no value of its type"
            ),
            help: Some(format!(
                "correct the default of `{name}` || \
                 keep field `{name}`: consumers with the {{reader}} schema have no valid default for it"
            )),
            ..self.breach(
                &wire::DEFAULT_UNFIT,
                self.reader_field_places(pair, index),
                pair,
                &format!("/fields/{index}"),
            )
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
}
