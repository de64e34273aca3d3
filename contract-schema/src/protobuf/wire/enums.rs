//! An enum is its constants: a number means its names, and a closed enum knows no others.

use super::{Finding, Walk};
use crate::protobuf::compat::Place;
use crate::protobuf::pairs::{EnumPair, Sides};
use crate::protobuf::rules::wire as rules;
use crate::rule::Rule;
use prost_reflect::{EnumDescriptor, EnumValueDescriptor};
use std::collections::{BTreeMap, HashMap};

/// A number that means something else, or nothing, to the reader.
#[derive(Debug, Clone)]
pub(in crate::protobuf) struct Clash {
    rule: &'static Rule,
    /// `None`: any number.
    number: Option<i32>,
    /// The constant on the reader's side that the clash is about.
    reader: Option<EnumValueDescriptor>,
    writer: Option<EnumValueDescriptor>,
    /// What is true in the reader's enum.
    reason: String,
    help: Option<String>,
}

/// Compares enums of two schemas.
pub(in crate::protobuf) struct Enums<'a> {
    sides: Sides<'a>,
    /// What is said first of the pairs of enums of different names, which many fields may hold.
    first: HashMap<(String, String), Option<String>>,
}

type Constants = BTreeMap<i32, Vec<EnumValueDescriptor>>;

fn constants(found: &EnumDescriptor) -> Constants {
    let mut constants = Constants::new();
    for value in found.values() {
        constants.entry(value.number()).or_default().push(value);
    }
    constants
}

fn names(values: &[EnumValueDescriptor]) -> String {
    let names: Vec<_> = values.iter().map(|value| format!("`{}`", value.name())).collect();
    names.join(" and ")
}

impl<'a> Enums<'a> {
    pub(super) fn new(sides: Sides<'a>) -> Self {
        Enums { sides, first: HashMap::new() }
    }

    /// Why `reader` cannot stand in for `writer`, if it cannot.
    pub(super) fn first_clash(
        &mut self,
        writer: &EnumDescriptor,
        reader: &EnumDescriptor,
    ) -> Option<String> {
        let key = (writer.full_name().to_owned(), reader.full_name().to_owned());
        if let Some(known) = self.first.get(&key) {
            return known.clone();
        }
        let first = self.clashes(writer, reader).into_iter().next().map(|clash| clash.reason);
        self.first.insert(key, first.clone());
        first
    }

    /// What `reader` makes of the constants of `writer`, by numbers.
    pub(super) fn clashes(&self, writer: &EnumDescriptor, reader: &EnumDescriptor) -> Vec<Clash> {
        let (old, new) = (constants(writer), constants(reader));
        let by_name: HashMap<&str, &EnumValueDescriptor> =
            new.values().flatten().map(|value| (value.name(), value)).collect();
        let is_closed = self.sides.reader.is_closed(reader);
        let mut found = Vec::new();
        if is_closed && !self.sides.writer.is_closed(writer) {
            found.push(Clash {
                rule: &rules::ENUM_CLOSED,
                number: None,
                reader: None,
                writer: None,
                reason:
                    "only the numbers it defines are values, while the {writer} schema takes any"
                        .to_owned(),
                help: None,
            });
        }
        for (number, was) in &old {
            let clash = match new.get(number) {
                Some(is) => renamed(*number, was, is),
                None => missing(*number, was, &by_name, is_closed),
            };
            found.extend(clash);
        }
        found
    }
}

/// A number on both sides that has no name in common.
fn renamed(number: i32, was: &[EnumValueDescriptor], is: &[EnumValueDescriptor]) -> Option<Clash> {
    let is_kept = was.iter().any(|old| is.iter().any(|new| new.name() == old.name()));
    (!is_kept).then(|| Clash {
        rule: &rules::ENUM_CONST_MEANING_CHANGED,
        number: Some(number),
        reader: is.first().cloned(),
        writer: was.first().cloned(),
        reason: format!(
            "{number} is {} in the {{writer}} schema and {} in the {{reader}} schema",
            names(was),
            names(is)
        ),
        help: Some(format!(
            "keep {} as a name of {number} beside a new one (`option allow_alias = true;`), and give new meanings new numbers || \
             keep {} as a name of {number} beside a new one (`option allow_alias = true;`), and give new meanings new numbers",
            names(was),
            names(is)
        )),
    })
}

/// A number that the reader does not define.
fn missing(
    number: i32,
    was: &[EnumValueDescriptor],
    by_name: &HashMap<&str, &EnumValueDescriptor>,
    is_closed: bool,
) -> Option<Clash> {
    let moved = was.iter().find_map(|old| Some((old, *by_name.get(old.name())?)));
    if let Some((old, new)) = moved {
        let (name, to) = (old.name(), new.number());
        return Some(Clash {
            rule: &rules::ENUM_CONST_RENUMBERED,
            number: Some(number),
            reader: Some(new.clone()),
            writer: Some(old.clone()),
            reason: format!(
                "`{name}` is {number} in the {{writer}} schema and {to} in the {{reader}} schema"
            ),
            help: Some(format!(
                "give `{name}` its number {number} again || give `{name}` its number {to} again"
            )),
        });
    }
    is_closed.then(|| Clash {
        rule: &rules::ENUM_CLOSED,
        number: Some(number),
        reader: None,
        writer: was.first().cloned(),
        reason: format!(
            "{number} ({} in the {{writer}} schema) is no value of the closed enum of the {{reader}} schema",
            names(was)
        ),
        help: None,
    })
}

impl Walk<'_> {
    /// An enum of one name on both sides.
    pub(super) fn named_enum(&mut self, pair: &EnumPair) {
        for clash in self.enums.clashes(&pair.writer, &pair.reader) {
            let place = |value: Option<EnumValueDescriptor>, of: &EnumDescriptor| match value {
                Some(value) => Some(Place::new(value.parent_file().name(), value.path())),
                None => Place::of_enum(of),
            };
            let path = match clash.number {
                Some(number) => format!("{}/{number}", pair.path),
                None => pair.path.clone(),
            };
            self.add(Finding {
                rule: clash.rule,
                path,
                reader: place(clash.reader, &pair.reader),
                writer: place(clash.writer, &pair.writer),
                reason: format!("in enum `{}` {}", pair.reader.full_name(), clash.reason),
                help: clash.help,
            });
        }
    }
}
