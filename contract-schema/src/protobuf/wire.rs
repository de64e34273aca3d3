//! What Confluent's comparison lets through although the reader does not get what was written: the rules of WIRE.
//!
//! The walk stands on its own: it also sees what the standard refuses, and [`can_read_under`] leaves out what was said already.

pub(super) mod default;
mod enums;
mod retire;
mod scalar;

use super::compat;
use super::finding::{self, Finding, Told};
use super::member::{Member, Shape};
use super::model::ProtoSchema;
use super::pairs::{self, Pair, Sides};
use super::rules::wire as rules;
use crate::compat::Safety;
use crate::rule::{Breach, Rule};
use prost_reflect::Kind;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use enums::Enums;

pub use retire::retires;
pub(super) use retire::{gone_path, retired};
pub(super) use scalar::{Turn, turn};

/// Every breach of the standard and, from [`Safety::Wire`] on, what is altered though nothing was said of it.
pub fn can_read_under(safety: Safety, reader: &ProtoSchema, writer: &ProtoSchema) -> Vec<Breach> {
    let sides = Sides { reader, writer };
    let mut found = compat::findings(reader, writer);
    if safety >= Safety::Wire {
        let told = Told::of(&found);
        let beyond = altered(sides, &pairs::messages(sides)).into_iter();
        found.extend(beyond.filter(|finding| !told.has(finding)));
    }
    finding::breaches(sides, found)
}

/// Every place where what the writer writes is altered, lost or unreadable, by pairs and numbers.
pub(super) fn altered(sides: Sides<'_>, pairs: &[Pair]) -> Vec<Finding> {
    let mut walk = Walk { enums: Enums::new(sides), found: Vec::new() };
    for pair in pairs {
        walk.message(pair);
    }
    for pair in pairs::enums(sides, pairs) {
        walk.named_enum(&pair);
    }
    walk.found
}

struct Walk<'a> {
    enums: Enums<'a>,
    found: Vec<Finding>,
}

impl Walk<'_> {
    fn add(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    fn message(&mut self, pair: &Pair) {
        let by_name: HashMap<&str, u32> = pair
            .reader_members
            .values()
            .map(|member| (member.name.as_str(), member.number))
            .collect();
        self.oneofs(pair);
        for (number, writer) in &pair.writer_members {
            match by_name.get(writer.name.as_str()) {
                Some(to) if to != number => self.renumbered(pair, writer, *to),
                _ => {}
            }
            if let Some(reader) = pair.reader_members.get(number) {
                self.member(pair, writer, reader);
            }
        }
        for (number, reader) in &pair.reader_members {
            if reader.is_required && !pair.writer_members.contains_key(number) {
                self.required(pair, reader, None);
            }
        }
    }

    fn renumbered(&mut self, pair: &Pair, writer: &Member, to: u32) {
        let name = &writer.name;
        let (was, is) = (writer.number, to);
        self.add(Finding {
            rule: &rules::FIELD_RENUMBERED,
            path: pair.path_of(to),
            reader: pair.reader_members.get(&to).map(|member| member.place.clone()),
            writer: Some(writer.place.clone()),
            reason: format!(
                "field `{name}` has number {was} in the {{writer}} schema and {is} in the {{reader}} schema"
            ),
            help: Some(format!(
                "give `{name}` its number {was} again || give `{name}` its number {is} again"
            )),
        });
    }

    /// What the writer can set together must not share a oneof, and a oneof that lives on keeps its members.
    fn oneofs(&mut self, pair: &Pair) {
        for (name, members) in oneofs(pair.reader_members.values()) {
            let known = members.iter().filter_map(|number| pair.writer_members.get(number));
            let homes: BTreeSet<Result<&str, u32>> =
                known.map(|member| member.oneof.as_deref().ok_or(member.number)).collect();
            if homes.len() > 1 {
                let culprit = members.iter().find(|number| {
                    let known = pair.writer_members.get(number);
                    known.is_some_and(|member| member.oneof.as_deref() != Some(name))
                });
                let of =
                    |members: &super::member::Members| Some(members.get(culprit?)?.place.clone());
                self.add(Finding {
                    rule: &rules::FIELDS_SHARE_ONEOF,
                    path: format!("{}/{name}", pair.path),
                    reader: of(&pair.reader_members),
                    writer: of(&pair.writer_members),
                    reason: format!(
                        "members of oneof `{name}` in the {{reader}} schema can be set together in the {{writer}} schema"
                    ),
                    help: None,
                });
            }
        }
        let reader_names: HashSet<&str> =
            oneofs(pair.reader_members.values()).into_keys().collect();
        for (name, members) in oneofs(pair.writer_members.values()) {
            let is_left = |number: &u32| pair.reader_members.contains_key(number);
            if !reader_names.contains(name) && !members.iter().any(is_left) {
                continue;
            }
            for number in members.iter().filter(|number| !is_left(number)) {
                let member = &pair.writer_members[number];
                self.add(Finding {
                    rule: &rules::ONEOF_MEMBER_UNKNOWN,
                    path: format!("{}/{name}/{number}", pair.path),
                    reader: pair.reader_place(),
                    writer: Some(member.place.clone()),
                    reason: format!(
                        "`{}` of oneof `{name}` in the {{writer}} schema is not in the {{reader}} schema",
                        member.name
                    ),
                    help: None,
                });
            }
        }
    }

    fn required(&mut self, pair: &Pair, reader: &Member, writer: Option<&Member>) {
        let says = match writer {
            Some(_) => "may be left out by the {writer} schema",
            None => "is not in the {writer} schema",
        };
        self.add(Finding {
            rule: &rules::FIELD_BECAME_REQUIRED,
            path: pair.path_of(reader.number),
            reader: Some(reader.place.clone()),
            writer: writer.map_or_else(|| pair.writer_place(), |member| Some(member.place.clone())),
            reason: format!(
                "field {} `{}`, required by the {{reader}} schema, {says}",
                reader.number, reader.name
            ),
            help: None,
        });
    }

    fn member(&mut self, pair: &Pair, writer: &Member, reader: &Member) {
        let mut places = Vec::new();
        if !self.kind(writer, reader, &mut places) {
            self.label(pair, writer, reader, &mut places);
        }
        for (rule, reason) in places {
            self.add(Finding {
                rule,
                path: pair.path_of(reader.number),
                reader: Some(reader.place.clone()),
                writer: Some(writer.place.clone()),
                reason,
                help: None,
            });
        }
    }

    /// Whether the member's data are of another form, so that there is nothing else to be said.
    fn kind(
        &mut self,
        writer: &Member,
        reader: &Member,
        found: &mut Vec<(&'static Rule, String)>,
    ) -> bool {
        let is = format!("field {} `{}`", reader.number, reader.name);
        let changed = |rule, was: &dyn std::fmt::Display, now: &dyn std::fmt::Display| {
            let sides = "in the {writer} schema and";
            (rule, format!("{is} is {was} {sides} {now} in the {{reader}} schema"))
        };
        if pairs::is_same_type(writer, reader) && writer.message().is_some() {
            for (was, now) in pairs::kinds(writer, reader).into_iter().take(map_keys(writer)) {
                self.scalar((writer, was), (reader, now), found);
            }
            return false;
        }
        let kinds = pairs::kinds(writer, reader);
        let fits = |(was, now): &(&Kind, &Kind)| turn(was, now) != Turn::Other;
        if kinds.is_empty() || !kinds.iter().all(fits) {
            let rule = match writer.is_extension || reader.is_extension {
                true => &rules::EXTENSION_TYPE_CHANGED,
                false => &rules::FIELD_ENCODING_CHANGED,
            };
            found.push(changed(rule, &travels(writer), &travels(reader)));
            return true;
        }
        for (was, now) in kinds {
            self.scalar((writer, was), (reader, now), found);
        }
        false
    }

    fn scalar(
        &mut self,
        (writer, was): (&Member, &Kind),
        (reader, now): (&Member, &Kind),
        found: &mut Vec<(&'static Rule, String)>,
    ) {
        let of = match &writer.shape {
            Shape::Map(key, _) if std::ptr::eq(key, was) => "the key of ",
            Shape::Map(..) => "the value of ",
            Shape::One(_) | Shape::Many(_) => "",
        };
        if let (Kind::Enum(was), Kind::Enum(now)) = (was, now) {
            if pairs::relative_enum(was) != pairs::relative_enum(now)
                && let Some(clash) = self.enums.first_clash(was, now)
            {
                let reason = format!(
                    "{of}field {} `{}` of `{}` is read as `{}`, in which {}",
                    writer.number,
                    writer.name,
                    was.full_name(),
                    now.full_name(),
                    clash
                );
                found.push((&rules::FIELD_ENUM_CHANGED, reason));
            }
            return;
        }
        let rule = match (turn(was, now), was) {
            (Turn::Same, Kind::String) if !writer.is_utf8 && reader.is_utf8 && was == now => {
                &rules::FIELD_UTF8_CHECKED
            }
            (turn, _) => match turn_rule(turn) {
                Some(rule) => rule,
                None => return,
            },
        };
        let (number, name) = (reader.number, &reader.name);
        let sides = match *rule == rules::FIELD_UTF8_CHECKED {
            true => {
                "not checked in the {writer} schema and checked in the {reader} schema".to_owned()
            }
            false => {
                format!("`{was:?}` in the {{writer}} schema and `{now:?}` in the {{reader}} schema")
            }
        };
        found.push((rule, format!("{of}field {number} `{name}` is {sides}")));
    }

    fn label(
        &mut self,
        pair: &Pair,
        writer: &Member,
        reader: &Member,
        found: &mut Vec<(&'static Rule, String)>,
    ) {
        let is = format!("field {} `{}`", reader.number, reader.name);
        match (&writer.shape, &reader.shape) {
            (Shape::One(_), Shape::Many(_)) => {
                let reason = format!(
                    "{is} is one value in the {{writer}} schema and repeated in the {{reader}} schema"
                );
                found.push((&rules::FIELD_BECAME_REPEATED, reason));
                return;
            }
            (Shape::Many(_), Shape::One(_)) => {
                let reason = format!(
                    "{is} is repeated in the {{writer}} schema and one value in the {{reader}} schema"
                );
                found.push((&rules::FIELD_BECAME_SINGULAR, reason));
            }
            (Shape::One(_) | Shape::Many(_) | Shape::Map(..), _) => {}
        }
        if reader.is_required && !writer.is_required {
            self.required(pair, reader, Some(writer));
        }
        let is_one = matches!((&writer.shape, &reader.shape), (Shape::One(_), Shape::One(_)));
        if is_one && writer.has_presence && !reader.has_presence && reader.message().is_none() {
            let reason = format!(
                "{is} tells absent from zero in the {{writer}} schema and not in the {{reader}} schema"
            );
            found.push((&rules::FIELD_PRESENCE_DROPPED, reason));
        }
        if let (Some(was), Some(now)) = (&writer.default, &reader.default)
            && !writer.is_required
            && default::differ((writer, was), (reader, now))
        {
            let (was, now) = (default::shown(writer, was), default::shown(reader, now));
            let reason = format!(
                "absent, {is} means {was} in the {{writer}} schema and {now} in the {{reader}} schema"
            );
            found.push((&rules::FIELD_DEFAULT_CHANGED, reason));
        }
    }
}

/// The rule that speaks of what becomes of values; other forms have rules by place.
pub(super) fn turn_rule(turn: Turn) -> Option<&'static Rule> {
    match turn {
        Turn::Narrowed => Some(&rules::FIELD_NARROWED),
        Turn::Sign => Some(&rules::FIELD_SIGN_CHANGED),
        Turn::EnumNumber => Some(&rules::FIELD_ENUM_NUMBER_CHANGED),
        Turn::Text => Some(&rules::FIELD_BYTES_TO_STRING),
        Turn::Same | Turn::Other => None,
    }
}

/// How many of a member's pairs of kinds are no messages: the key of a map.
fn map_keys(member: &Member) -> usize {
    usize::from(matches!(member.shape, Shape::Map(..)))
}

/// Type, label and marks in words.
fn travels(member: &Member) -> String {
    let label = if matches!(member.shape, Shape::Many(_)) { "repeated " } else { "" };
    let marks = if member.is_delimited { " between marks" } else { "" };
    format!("`{label}{}`{marks}", member.spelled())
}

/// Oneofs by name, with the numbers of their members.
fn oneofs<'a>(members: impl Iterator<Item = &'a Member>) -> BTreeMap<&'a str, BTreeSet<u32>> {
    let mut found: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for member in members {
        if let Some(oneof) = &member.oneof {
            found.entry(oneof).or_default().insert(member.number);
        }
    }
    found
}
