//! A field or an extension of a message, with everything that decides how its data travel and what they mean.

use super::compat::Place;
use super::edition::features::{Features, FieldPresence};
use super::model::ProtoSchema;
use prost_reflect::{
    Cardinality, ExtensionDescriptor, FieldDescriptor, Kind, MessageDescriptor, Syntax, Value,
};
use std::collections::BTreeMap;

/// Fields and extensions of one message, by number.
pub(super) type Members = BTreeMap<u32, Member>;

/// One value, many values, or a map.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    One(Kind),
    Many(Kind),
    Map(Kind, Kind),
}

/// A field or an extension.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) number: u32,
    /// An extension goes by its full name in brackets.
    pub(super) name: String,
    pub(super) json_name: String,
    pub(super) shape: Shape,
    pub(super) is_extension: bool,
    /// Travels between marks, as groups do.
    pub(super) is_delimited: bool,
    pub(super) is_required: bool,
    /// Absent and zero are told apart.
    pub(super) has_presence: bool,
    /// Many values travel in one piece.
    pub(super) is_packed: bool,
    /// Strings are checked to be UTF-8.
    pub(super) is_utf8: bool,
    /// The oneof as people wrote it.
    pub(super) oneof: Option<String>,
    /// What a reader gets if nothing was written; only for a single value that is no message.
    pub(super) default: Option<Value>,
    pub(super) place: Place,
}

/// The members of `message`, the extensions included that `schema` knows.
pub(super) fn members(schema: &ProtoSchema, message: &MessageDescriptor) -> Members {
    let fields = message.fields().map(|field| of_field(schema, &field));
    let extensions = message.extensions().map(|extension| of_extension(schema, &extension));
    fields.chain(extensions).map(|member| (member.number, member)).collect()
}

fn of_field(schema: &ProtoSchema, field: &FieldDescriptor) -> Member {
    let file = field.parent_file();
    let features = schema.features(field);
    let shape = shape(field.kind(), field.cardinality());
    let oneof = field.containing_oneof().filter(|oneof| !oneof.is_synthetic());
    // They stand in the order of their paths.
    let hidden = schema.hidden.binary_search_by(|hidden| (*hidden.path).cmp(field.path()));
    let hidden = hidden.ok().filter(|_| file.name() == schema.name).map(|at| &schema.hidden[at]);
    Member {
        number: field.number(),
        name: field.name().to_owned(),
        json_name: hidden.map_or(field.json_name(), |hidden| &hidden.name).to_owned(),
        is_extension: false,
        is_delimited: schema.is_delimited(field),
        is_required: schema.is_required(field),
        has_presence: schema.has_presence(field),
        is_packed: schema.is_packed(field),
        is_utf8: is_utf8(features, file.syntax()),
        oneof: oneof.map(|oneof| oneof.name().to_owned()),
        default: has_default(&shape).then(|| field.default_value()),
        shape,
        place: Place::new(file.name(), field.path()),
    }
}

fn of_extension(schema: &ProtoSchema, extension: &ExtensionDescriptor) -> Member {
    let file = extension.parent_file();
    let features = schema.features_at(file.name(), extension.path());
    let shape = shape(extension.kind(), extension.cardinality());
    let is_message = extension.kind().as_message().is_some();
    Member {
        number: extension.number(),
        name: format!("[{}]", extension.full_name()),
        json_name: extension.json_name().to_owned(),
        is_extension: true,
        is_delimited: extension.is_group()
            || is_message && features.is_some_and(|found| found.is_delimited),
        is_required: extension.cardinality() == Cardinality::Required
            || features.is_some_and(|found| found.presence == FieldPresence::Required),
        has_presence: matches!(shape, Shape::One(_)),
        is_packed: match features {
            Some(found) => found.is_packed && is_packable(&shape),
            None => extension.is_packed(),
        },
        is_utf8: is_utf8(features, file.syntax()),
        oneof: None,
        default: has_default(&shape).then(|| extension.default_value()),
        shape,
        place: Place::new(file.name(), extension.path()),
    }
}

fn shape(kind: Kind, cardinality: Cardinality) -> Shape {
    match kind.as_message().filter(|entry| entry.is_map_entry()) {
        Some(entry) => {
            Shape::Map(entry.map_entry_key_field().kind(), entry.map_entry_value_field().kind())
        }
        None if cardinality == Cardinality::Repeated => Shape::Many(kind),
        None => Shape::One(kind),
    }
}

fn has_default(shape: &Shape) -> bool {
    matches!(shape, Shape::One(kind) if kind.as_message().is_none())
}

fn is_packable(shape: &Shape) -> bool {
    let Shape::Many(kind) = shape else { return false };
    !matches!(kind, Kind::String | Kind::Bytes | Kind::Message(_))
}

fn is_utf8(features: Option<Features>, syntax: Syntax) -> bool {
    features.map_or(syntax == Syntax::Proto3, |found| found.is_utf8)
}

impl Member {
    /// The type as texts spell it, without the label.
    pub(super) fn spelled(&self) -> String {
        match &self.shape {
            Shape::One(kind) | Shape::Many(kind) => format!("{kind:?}"),
            Shape::Map(key, value) => format!("map<{key:?}, {value:?}>"),
        }
    }

    /// The message that values are, those of a map included.
    pub(super) fn message(&self) -> Option<&MessageDescriptor> {
        match &self.shape {
            Shape::One(kind) | Shape::Many(kind) | Shape::Map(_, kind) => kind.as_message(),
        }
    }
}
