//! Whether a new file keeps what an old one had: the rules of GOLDEN.

use super::compat::Place;
use super::finding::{Finding, Told, breaches};
use super::member::{Member, Shape};
use super::model::ProtoSchema;
use super::pairs::{
    self, EnumPair, Pair, Sides, messages_and_bodies, own_enums, own_messages, relative_enum,
};
use super::rules::golden as rules;
use super::wire::{altered, gone_path, retired};
use crate::rule::{Breach, Rule};
use prost_reflect::{EnumDescriptor, Kind, MessageDescriptor, OneofDescriptor, Syntax};
use std::collections::HashSet;

/// What `old` has and `new` does not keep, with everything that WIRE says of the pair.
pub fn keeps(new: &ProtoSchema, old: &ProtoSchema) -> Vec<Breach> {
    let sides = Sides { reader: new, writer: old };
    let messages = pairs::messages(sides);
    let enums = pairs::enums(sides, &messages);
    let mut found = altered(sides, &messages);
    let of_messages = messages.iter().flat_map(|pair| message(sides, pair));
    let of_enums = enums.iter().flat_map(|pair| constants(sides, pair));
    let own = definitions(sides).into_iter().chain(of_messages).chain(of_enums);
    let told = Told::of(&found);
    let own: Vec<Finding> = own.filter(|finding| !told.has(finding)).collect();
    found.extend(own);
    let told = Told::of(&found);
    let promised = retired(&messages, &enums);
    found.extend(promised.into_iter().filter(|finding| !told.has(finding)));
    breaches(sides, found)
}

/// Package, messages and enums of the file itself.
fn definitions(sides: Sides<'_>) -> Vec<Finding> {
    let (old, new) = (sides.writer.file(), sides.reader.file());
    let mut found = Vec::new();
    if old.package_name() != new.package_name() {
        found.push(Finding {
            rule: &rules::PACKAGE_NOT_KEPT,
            path: "#/".to_owned(),
            reader: Some(Place::new(new.name(), &[2])),
            writer: Some(Place::new(old.name(), &[2])),
            reason: format!(
                "the package is `{}` in the {{writer}} schema and `{}` in the {{reader}} schema",
                old.package_name(),
                new.package_name()
            ),
            help: None,
        });
    }
    let relative = |schema: &ProtoSchema, message: &MessageDescriptor| {
        pairs::path(schema, &schema.name, message.full_name())
    };
    // A message may live on as the body of a group.
    let (kept, _) = messages_and_bodies(sides.reader);
    let kept: HashSet<String> =
        kept.iter().map(|message| relative(sides.reader, message)).collect();
    for message in own_messages(sides.writer) {
        let path = relative(sides.writer, &message);
        if !kept.contains(&path) {
            let writer = Place::of_message(&message);
            found.push(gone(
                &rules::MESSAGE_NOT_KEPT,
                path,
                writer,
                format!("message `{}`", message.full_name()),
            ));
        }
    }
    let kept = own_enums(sides.reader);
    let kept: HashSet<&str> = kept.iter().map(relative_enum).collect();
    for old in own_enums(sides.writer).iter().filter(|old| !kept.contains(relative_enum(old))) {
        let path = pairs::path(sides.writer, &sides.writer.name, old.full_name());
        let writer = Place::of_enum(old);
        found.push(gone(
            &rules::ENUM_NOT_KEPT,
            path,
            writer,
            format!("enum `{}`", old.full_name()),
        ));
    }
    found
}

fn gone(rule: &'static Rule, path: String, writer: Option<Place>, what: String) -> Finding {
    let reason = format!("{what} of the {{writer}} schema is not in the {{reader}} schema");
    Finding { rule, path, reader: None, writer, reason, help: None }
}

fn message(sides: Sides<'_>, pair: &Pair) -> Vec<Finding> {
    let mut found = Vec::new();
    for (number, old) in &pair.writer_members {
        match pair.reader_members.get(number) {
            Some(new) => member(pair, old, new, &mut found),
            None => {
                let what = if old.is_extension { "extension" } else { "field" };
                let what = format!("{what} {number} `{}`", old.name);
                let path = gone_path(pair, old);
                let place = Some(old.place.clone());
                let finding = gone(&rules::FIELD_NOT_KEPT, path, place, what);
                found.push(Finding { reader: pair.reader_place(), ..finding });
            }
        }
    }
    let written = |message: &MessageDescriptor| -> Vec<OneofDescriptor> {
        message.oneofs().filter(|oneof| !oneof.is_synthetic()).collect()
    };
    let kept = written(&pair.reader);
    let kept: HashSet<&str> = kept.iter().map(OneofDescriptor::name).collect();
    for old in written(&pair.writer) {
        if !kept.contains(old.name()) {
            let place = Place::new(old.parent_file().name(), old.path());
            let path = format!("{}/{}", pair.path, old.name());
            let finding =
                gone(&rules::ONEOF_NOT_KEPT, path, Some(place), format!("oneof `{}`", old.name()));
            found.push(Finding { reader: pair.reader_place(), ..finding });
        }
    }
    let is_json = |schema: &ProtoSchema, message: &MessageDescriptor| {
        let found = schema.features_at(message.parent_file().name(), message.path());
        // Proto2 is lenient about JSON names.
        found.map_or(message.parent_file().syntax() == Syntax::Proto3, |features| features.is_json)
    };
    let (was, is) = (is_json(sides.writer, &pair.writer), is_json(sides.reader, &pair.reader));
    if was != is {
        found.push(Finding {
            rule: &rules::FEATURE_NOT_KEPT,
            path: pair.path.clone(),
            reader: pair.reader_place(),
            writer: pair.writer_place(),
            reason: format!("`json_format` of message `{}` changes", pair.writer.full_name()),
            help: None,
        });
    }
    found
}

fn member(pair: &Pair, old: &Member, new: &Member, found: &mut Vec<Finding>) {
    for (rule, what, was, is) in changes(old, new) {
        if was == is {
            continue;
        }
        found.push(Finding {
            rule,
            path: pair.path_of(new.number),
            reader: Some(new.place.clone()),
            writer: Some(old.place.clone()),
            reason: format!(
                "{what} of field {} `{}` is {was} in the {{writer}} schema and {is} in the {{reader}} schema",
                old.number, old.name
            ),
            help: None,
        });
    }
}

/// What is kept of a member: the rule, what it is called, the two sides.
fn changes(old: &Member, new: &Member) -> [(&'static Rule, &'static str, String, String); 7] {
    let yes = |is: bool| if is { "on" } else { "off" }.to_owned();
    let quoted = |text: &str| format!("`{text}`");
    let is_one = |member: &Member| matches!(member.shape, Shape::One(_));
    // Absence is a matter of single values.
    let presence = is_one(old) && is_one(new);
    let oneof = |member: &Member| {
        member.oneof.as_deref().map_or_else(|| "none".to_owned(), |name| format!("`{name}`"))
    };
    let kind = |member: &Member| {
        let marks = if member.is_delimited { " between marks" } else { "" };
        format!("`{}`{marks}", member.spelled())
    };
    let texts = is_text(old) && is_text(new);
    [
        (&rules::FIELD_NAME_NOT_KEPT, "the name", quoted(&old.name), quoted(&new.name)),
        (
            &rules::FIELD_JSON_NAME_NOT_KEPT,
            "the JSON name",
            quoted(&old.json_name),
            // A field with another name has another one in JSON: that is one change.
            quoted(if old.name == new.name { &new.json_name } else { &old.json_name }),
        ),
        (&rules::FIELD_TYPE_NOT_KEPT, "the type", kind(old), kind(new)),
        (&rules::FIELD_LABEL_NOT_KEPT, "the label", label(old), label(new)),
        (
            &rules::FIELD_PRESENCE_NOT_KEPT,
            "presence",
            yes(presence && old.has_presence),
            yes(presence && new.has_presence),
        ),
        (&rules::FIELD_ONEOF_NOT_KEPT, "the oneof", oneof(old), oneof(new)),
        (
            &rules::FEATURE_NOT_KEPT,
            "the check of UTF-8",
            yes(texts && old.is_utf8),
            yes(texts && new.is_utf8),
        ),
    ]
}

fn label(member: &Member) -> String {
    match (&member.shape, member.is_required) {
        (_, true) => "`required`",
        (Shape::One(_), false) => "single",
        (Shape::Many(_), false) => "`repeated`",
        (Shape::Map(..), false) => "a map",
    }
    .to_owned()
}

fn is_text(member: &Member) -> bool {
    match &member.shape {
        Shape::One(kind) | Shape::Many(kind) => matches!(kind, Kind::String),
        Shape::Map(key, value) => matches!(key, Kind::String) || matches!(value, Kind::String),
    }
}

fn constants(sides: Sides<'_>, pair: &EnumPair) -> Vec<Finding> {
    let mut found = Vec::new();
    let is_closed = |schema: &ProtoSchema, of: &EnumDescriptor| match schema.is_closed(of) {
        true => "closed",
        false => "open",
    };
    let (was, is) = (is_closed(sides.writer, &pair.writer), is_closed(sides.reader, &pair.reader));
    if was != is {
        found.push(Finding {
            rule: &rules::ENUM_OPENNESS_CHANGED,
            path: pair.path.clone(),
            reader: Place::of_enum(&pair.reader),
            writer: Place::of_enum(&pair.writer),
            reason: format!(
                "enum `{}` is {was} in the {{writer}} schema and {is} in the {{reader}} schema",
                pair.writer.full_name()
            ),
            help: None,
        });
    }
    let kept: HashSet<(i32, String)> =
        pair.reader.values().map(|value| (value.number(), value.name().to_owned())).collect();
    for value in pair.writer.values() {
        let (number, name) = (value.number(), value.name());
        if !kept.contains(&(number, name.to_owned())) {
            let place = Place::new(value.parent_file().name(), value.path());
            let path = format!("{}/{number}", pair.path);
            let enum_name = pair.writer.full_name();
            let what = format!("constant `{name}` = {number} of enum `{enum_name}`");
            let rule = &rules::ENUM_CONST_NOT_KEPT;
            let finding = gone(rule, path, Some(place), what);
            found.push(Finding { reader: Place::of_enum(&pair.reader), ..finding });
        }
    }
    found
}
