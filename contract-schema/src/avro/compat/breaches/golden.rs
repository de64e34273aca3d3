//! The words of the rules under `GOLDEN`; the reader is the new schema, the writer an old one.

use super::super::{Question, Walk};
use super::describe;
use crate::avro::meaning::Meaning;
use crate::avro::model::{Field, Name, TypeId};
use crate::avro::rules::golden;
use crate::json_text::Node;
use crate::rule::Breach;
use crate::schema::clip;

impl Walk<'_> {
    pub(in crate::avro::compat) fn field_removed(&self, pair: Question, kept: &Field) -> Breach {
        let (name, owner) = (&kept.name, self.reader_name(pair));
        let (reader_at, writer_at) = self.definitions(pair);
        let places = (reader_at, self.writer.own_field_place(pair.writer, kept).or(writer_at));
        Breach {
            detail: name.to_string(),
            reason: format!("`{owner}` has no field `{name}` any more"),
            help: Some(format!(
                "keep field `{name}`, and say in its \"doc\" that it is deprecated"
            )),
            // The new schema has no number for it: its name takes the place.
            ..self.breach(&golden::FIELD_REMOVED, places, pair, &format!("/fields/{name}"))
        }
    }

    pub(in crate::avro::compat) fn type_changed(&self, pair: Question) -> Breach {
        let (is, was) = (describe(self.reader, pair.reader), describe(self.writer, pair.writer));
        Breach {
            detail: format!("is: {is}, was: {was}"),
            reason: format!("{}the type is {is} and was {was}", self.field_around(pair)),
            help: Some(format!("keep {was}, or add a new field of the other type beside it")),
            ..self.breach(&golden::TYPE_CHANGED, self.paths.places(pair.step), pair, "")
        }
    }

    pub(in crate::avro::compat) fn size_changed(
        &self,
        pair: Question,
        is: usize,
        was: usize,
    ) -> Breach {
        let name = self.reader_name(pair);
        Breach {
            detail: format!("is: {is}, was: {was}"),
            reason: format!("fixed `{name}` has {is} bytes and had {was}"),
            help: Some(format!("keep \"size\": {was}, or add a new field with a new fixed")),
            ..self.breach(&golden::TYPE_CHANGED, self.definitions(pair), pair, "/size")
        }
    }

    pub(in crate::avro::compat) fn logical_type_changed(&self, pair: Question) -> Breach {
        let (new, old) = (self.reader.get(pair.reader), self.writer.get(pair.writer));
        let is = Meaning::of(new).describe(&new.kind);
        let was = Meaning::of(old).describe(&old.kind);
        Breach {
            detail: format!("is: {is}, was: {was}"),
            reason: format!("{}the logical type is {is} and was {was}", self.field_around(pair)),
            help: Some(format!("keep {was}, or add a new field of type {is} beside it")),
            ..self.breach(&golden::LOGICAL_TYPE_CHANGED, self.paths.places(pair.step), pair, "")
        }
    }

    pub(in crate::avro::compat) fn type_renamed(
        &self,
        pair: Question,
        is: &Name,
        was: &Name,
    ) -> Breach {
        let word = self.reader.get(pair.reader).kind.word();
        let (is, was) = (is.full(), was.full());
        Breach {
            detail: format!("is: {is}, was: {was}"),
            reason: format!("{word} `{was}` is called `{is}` now"),
            help: Some(format!("keep the full name `{was}`")),
            ..self.breach(&golden::TYPE_RENAMED, self.definitions(pair), pair, "/name")
        }
    }

    pub(in crate::avro::compat) fn symbols_removed(
        &self,
        pair: Question,
        missing: &[&str],
    ) -> Breach {
        let (list, name) = (missing.join(", "), self.reader_name(pair));
        Breach {
            detail: format!("[{list}]"),
            reason: format!("enum `{name}` has no {list} any more"),
            help: Some(format!("keep {list} in `symbols`")),
            ..self.breach(&golden::SYMBOL_REMOVED, self.definitions(pair), pair, "/symbols")
        }
    }

    /// `number` is that of the branch in the old union.
    pub(in crate::avro::compat) fn branch_removed(
        &self,
        pair: Question,
        branch: TypeId,
        number: usize,
    ) -> Breach {
        let was = describe(self.writer, branch);
        let (reader_at, writer_at) = self.paths.places(pair.step);
        let places = (reader_at, self.writer.own_place(branch).max(writer_at));
        Breach {
            detail: was.clone(),
            reason: format!("{}the union has no branch {was} any more", self.field_around(pair)),
            help: Some(format!("keep {was} in the union")),
            ..self.breach(&golden::BRANCH_REMOVED, places, pair, &format!("/{number}"))
        }
    }

    pub(in crate::avro::compat) fn default_changed(
        &self,
        pair: Question,
        index: usize,
        kept: &Field,
    ) -> Breach {
        let (name, owner) = self.reader_field(pair, index);
        let was = kept.default.as_ref().map_or_else(String::new, Node::to_compact);
        let (reader_at, writer_at) = self.reader_field_places(pair, index);
        let places = (reader_at, self.writer.own_field_place(pair.writer, kept).or(writer_at));
        let was = clip(&format!("`{was}`"));
        Breach {
            detail: name.to_owned(),
            reason: format!(
                "the default of field `{name}` of `{owner}` was {was} and is no longer"
            ),
            help: Some(format!("keep {was} as \"default\"")),
            ..self.breach(
                &golden::DEFAULT_CHANGED,
                places,
                pair,
                &format!("/fields/{index}/default"),
            )
        }
    }

    pub(in crate::avro::compat) fn enum_default_changed(
        &self,
        pair: Question,
        was: &str,
    ) -> Breach {
        let name = self.reader_name(pair);
        Breach {
            detail: was.to_owned(),
            reason: format!("the default of enum `{name}` was `{was}` and is no longer"),
            help: Some(format!("keep \"default\": \"{was}\"")),
            ..self.breach(&golden::DEFAULT_CHANGED, self.definitions(pair), pair, "/default")
        }
    }
}
