//! Can data of one .proto file be read with another: the walk over the pair.
//!
//! Messages and enums are matched by name, fields by number. Source: the differ of Confluent's registry as of June 2026,
//! written down in `docs/rules.md`; services, options, reserved, groups and extensions are never looked at.

mod field;
mod message;
#[cfg(test)]
mod table;

use super::finding::{Finding, breaches};
use super::model::ProtoSchema;
use super::pairs::Sides;
use super::rules::Difference;
use crate::position::Position;
use crate::rule::Breach;
pub(super) use field::relative;
use message::siblings;
use prost_reflect::{EnumDescriptor, MessageDescriptor};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Every incompatible difference between `writer` (the original) and `reader` (the update).
pub fn can_read(reader: &ProtoSchema, writer: &ProtoSchema) -> Vec<Breach> {
    breaches(Sides { reader, writer }, findings(reader, writer))
}

/// As [`can_read`], with the places in whatever text they are.
pub(super) fn findings(reader: &ProtoSchema, writer: &ProtoSchema) -> Vec<Finding> {
    differences(reader, writer).into_iter().filter_map(Found::finding).collect()
}

/// Every difference, those included that the reader copes with.
fn differences(reader: &ProtoSchema, writer: &ProtoSchema) -> Vec<Found> {
    let mut walk = Walk {
        reader,
        writer,
        found: Vec::new(),
        path: Vec::new(),
        compared: HashMap::new(),
        changed: None,
    };
    let (old, new) = (writer.file(), reader.file());
    if old.package_name() != new.package_name() {
        let reason = format!(
            "the package is `{}` in the {{writer}} schema and `{}` in the {{reader}} schema",
            old.package_name(),
            new.package_name()
        );
        walk.add(
            Difference::PackageChanged,
            Some(Place::new(new.name(), &[2])),
            Some(Place::new(old.name(), &[2])),
            reason,
        );
    }
    walk.types(
        &siblings(old.messages().collect(), old.extensions()),
        &siblings(new.messages().collect(), new.extensions()),
        &old.enums().collect::<Vec<_>>(),
        &new.enums().collect::<Vec<_>>(),
    );
    walk.found
}

/// One difference before it is known whether anybody minds.
#[derive(Debug)]
struct Found {
    difference: Difference,
    path: String,
    reader_place: Option<Place>,
    writer_place: Option<Place>,
    reason: String,
}

impl Found {
    fn finding(self) -> Option<Finding> {
        Some(Finding {
            rule: self.difference.rule()?,
            path: self.path,
            reader: self.reader_place,
            writer: self.writer_place,
            reason: self.reason,
            help: None,
        })
    }
}

/// File and path of an element.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) path: Vec<i32>,
}

impl Place {
    pub(super) fn new(file: &str, path: &[i32]) -> Place {
        Place { file: file.to_owned(), path: path.to_vec() }
    }

    pub(super) fn of_message(message: &MessageDescriptor) -> Option<Place> {
        Some(Place::new(message.parent_file().name(), message.path()))
    }

    /// The place in the text, if the text is known.
    pub(super) fn position(&self, schema: &ProtoSchema) -> Option<Position> {
        schema.position(&self.file, &self.path)
    }

    /// The place of a part of the element.
    pub(super) fn part(&self, steps: &[i32]) -> Place {
        Place { file: self.file.clone(), path: [&*self.path, steps].concat() }
    }

    pub(super) fn of_enum(found: &EnumDescriptor) -> Option<Place> {
        Some(Place::new(found.parent_file().name(), found.path()))
    }
}

struct Walk<'a> {
    reader: &'a ProtoSchema,
    writer: &'a ProtoSchema,
    found: Vec<Found>,
    /// Names, oneofs and numbers from the file down to where the walk is.
    path: Vec<String>,
    /// Pairs of messages from different places: whether they are compatible, `None` while they are being compared.
    compared: HashMap<(String, String), Option<bool>>,
    /// Files that are not the same on both sides, found out when the first reference is met.
    changed: Option<HashSet<String>>,
}

impl Walk<'_> {
    fn add(
        &mut self,
        difference: Difference,
        reader_place: Option<Place>,
        writer_place: Option<Place>,
        reason: String,
    ) {
        let path = format!("#/{}", self.path.join("/"));
        self.found.push(Found { difference, path, reader_place, writer_place, reason });
    }

    fn within(&mut self, part: impl ToString, step: impl FnOnce(&mut Self)) {
        self.path.push(part.to_string());
        step(self);
        self.path.pop();
    }

    /// Messages, then enums, of one level: the writer's in their order, then those that only the reader has.
    fn types(
        &mut self,
        old: &[MessageDescriptor],
        new: &[MessageDescriptor],
        old_enums: &[EnumDescriptor],
        new_enums: &[EnumDescriptor],
    ) {
        let by_name: HashMap<&str, (usize, &MessageDescriptor)> =
            new.iter().enumerate().map(|(at, message)| (message.name(), (at, message))).collect();
        for (at, old) in old.iter().enumerate() {
            let found = by_name.get(old.name());
            self.within(old.name(), |walk| match found {
                Some((to, new)) => {
                    if at != *to {
                        walk.add(
                            Difference::MessageMoved,
                            Place::of_message(new),
                            Place::of_message(old),
                            format!("message `{}` stands elsewhere among its siblings", old.name()),
                        );
                    }
                    walk.message(old, new);
                }
                None => walk.add(
                    Difference::MessageRemoved,
                    None,
                    Place::of_message(old),
                    format!(
                        "message `{}` of the {{writer}} schema is not in the {{reader}} schema",
                        old.full_name()
                    ),
                ),
            });
        }
        let known: HashMap<&str, ()> = old.iter().map(|message| (message.name(), ())).collect();
        for new in new.iter().filter(|message| !known.contains_key(message.name())) {
            self.within(new.name(), |walk| {
                let reason = format!("message `{}` is new", new.full_name());
                walk.add(Difference::MessageAdded, Place::of_message(new), None, reason);
            });
        }
        self.enums(old_enums, new_enums);
    }

    fn enums(&mut self, old: &[EnumDescriptor], new: &[EnumDescriptor]) {
        let by_name: HashMap<&str, &EnumDescriptor> =
            new.iter().map(|found| (found.name(), found)).collect();
        for old in old {
            let found = by_name.get(old.name()).copied();
            self.within(old.name(), |walk| match found {
                Some(new) => walk.constants(old, new),
                None => walk.add(
                    Difference::EnumRemoved,
                    None,
                    Place::of_enum(old),
                    format!("enum `{}` is gone", old.full_name()),
                ),
            });
        }
        let known: HashMap<&str, ()> = old.iter().map(|found| (found.name(), ())).collect();
        for new in new.iter().filter(|found| !known.contains_key(found.name())) {
            self.within(new.name(), |walk| {
                let reason = format!("enum `{}` is new", new.full_name());
                walk.add(Difference::EnumAdded, Place::of_enum(new), None, reason);
            });
        }
    }

    fn constants(&mut self, old: &EnumDescriptor, new: &EnumDescriptor) {
        let constants = |found: &EnumDescriptor| -> BTreeMap<i32, String> {
            let values = found.enum_descriptor_proto().value.iter();
            values.map(|value| (value.number(), value.name().to_owned())).collect()
        };
        let (old_names, new_names) = (constants(old), constants(new));
        let mut numbers: Vec<_> = old_names.keys().chain(new_names.keys()).copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            let difference = match (old_names.get(&number), new_names.get(&number)) {
                (Some(old), Some(new)) if old == new => continue,
                (Some(_), Some(_)) => Difference::EnumConstChanged,
                (Some(_), None) => Difference::EnumConstRemoved,
                (None, _) => Difference::EnumConstAdded,
            };
            self.within(number, |walk| {
                let reason = format!("constant {number} of enum `{}` differs", old.full_name());
                walk.add(difference, Place::of_enum(new), Place::of_enum(old), reason);
            });
        }
    }
}
