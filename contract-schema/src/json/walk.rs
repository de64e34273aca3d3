//! Schemas below a schema, and what they refer to outside of their own text.

use super::documents::Place;
use super::keyword::{self, Shape};
use super::model::JsonSchema;
use super::uri;
use crate::json_text::Member;
use crate::position::{LineIndex, Position};

/// The schemas right below this one; those that only wait to be referred to as well, if asked for.
pub(super) fn below<'a>(place: Place<'a>, with_definitions: bool) -> Vec<Place<'a>> {
    let mut found = Vec::new();
    for Member { key, value, .. } in place.node().members() {
        match keyword::shape(key, place.draft()) {
            Some(Shape::Schema | Shape::SchemaOrFlag) => found.push(place.child(value)),
            Some(Shape::Schemas | Shape::SchemaOrSchemas) => {
                found.push(place.child(value));
                found.extend(value.elements().iter().map(|element| place.child(element)));
            }
            Some(Shape::Definitions) if !with_definitions => {}
            Some(
                Shape::SchemasByName
                | Shape::SchemasByPattern
                | Shape::Dependencies
                | Shape::Definitions,
            ) => found.extend(value.members().iter().map(|member| place.child(&member.value))),
            Some(_) | None => {}
        }
    }
    found
}

/// The references of a schema: keyword, place of the value, text.
pub(super) fn references<'a>(place: Place<'a>) -> impl Iterator<Item = (&'a str, u32, &'a str)> {
    let draft = place.draft();
    place.node().members().iter().filter_map(move |Member { key, value, .. }| {
        let is_reference = keyword::shape(key, draft) == Some(Shape::Reference);
        let text = value.as_str().filter(|_| is_reference)?;
        Some((&**key, value.span.start, text))
    })
}

/// A document that a schema refers to and that is none of those it sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// As it is written, without the fragment: the name that a reference to it needs.
    pub written: String,
    /// The same against the base at its place.
    pub absolute: String,
    /// Where it is written.
    pub at: Position,
}

impl JsonSchema {
    /// The URI that its `$id` gives it.
    pub fn address(&self) -> Option<&str> {
        Some(self.root_place().base()).filter(|base| !base.is_empty())
    }

    /// Every document that its own text refers to and that it does not see, definitions included, in order of writing.
    pub fn outside(&self) -> Vec<Outside> {
        let lines = LineIndex::new(self.text());
        let mut found = Vec::new();
        let mut waiting = vec![self.root_place()];
        while let Some(place) = waiting.pop() {
            for (_, offset, text) in references(place) {
                let written = uri::split_fragment(text).0;
                if place.resolve(written).is_none() {
                    let absolute = uri::resolve(place.base(), written);
                    let at = lines.position(offset);
                    found.push(Outside { written: written.to_owned(), absolute, at });
                }
            }
            waiting.extend(below(place, true));
        }
        found.sort_by_key(|outside| outside.at);
        found
    }
}
