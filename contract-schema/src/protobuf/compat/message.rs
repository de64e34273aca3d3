//! Two messages of one name: movements between oneofs, oneofs, fields by number, nested types.

use super::{Difference, Place, Walk};
use prost_reflect::{ExtensionDescriptor, FieldDescriptor, MessageDescriptor, OneofDescriptor};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The messages that count as definitions: bodies of groups and entries of maps belong to their fields.
pub(super) fn siblings(
    messages: Vec<MessageDescriptor>,
    extensions: impl Iterator<Item = ExtensionDescriptor>,
) -> Vec<MessageDescriptor> {
    let bodies: HashSet<String> = extensions
        .filter(|extension| extension.is_group())
        .filter_map(|extension| Some(extension.kind().as_message()?.full_name().to_owned()))
        .collect();
    let counts = |message: &MessageDescriptor| {
        !message.is_map_entry() && !bodies.contains(message.full_name())
    };
    messages.into_iter().filter(counts).collect()
}

fn nested(message: &MessageDescriptor) -> Vec<MessageDescriptor> {
    let groups = message.fields().filter(|field| field.is_group());
    let bodies: HashSet<String> = groups
        .filter_map(|field| Some(field.kind().as_message()?.full_name().to_owned()))
        .collect();
    let all = siblings(message.child_messages().collect(), message.child_extensions());
    all.into_iter().filter(|message| !bodies.contains(message.full_name())).collect()
}

/// The oneof as people wrote it: proto3's `optional` is none.
pub(super) fn oneof(field: &FieldDescriptor) -> Option<OneofDescriptor> {
    field.containing_oneof().filter(|oneof| !oneof.is_synthetic())
}

/// Fields by number; groups are not seen.
fn fields(message: &MessageDescriptor) -> BTreeMap<u32, FieldDescriptor> {
    let fields = message.fields().filter(|field| !field.is_group());
    fields.map(|field| (field.number(), field)).collect()
}

/// Names and members of a message's oneofs, in order of declaration.
fn oneofs(message: &MessageDescriptor) -> Vec<(String, BTreeSet<u32>)> {
    let written = message.oneofs().filter(|oneof| !oneof.is_synthetic());
    let members = |oneof: &OneofDescriptor| {
        oneof.fields().filter(|field| !field.is_group()).map(|field| field.number()).collect()
    };
    written.map(|oneof| (oneof.name().to_owned(), members(&oneof))).collect()
}

/// The two sides of a message, with what the walk looks up again and again.
struct Pair {
    old: MessageDescriptor,
    new: MessageDescriptor,
    old_fields: BTreeMap<u32, FieldDescriptor>,
    new_fields: BTreeMap<u32, FieldDescriptor>,
    old_oneofs: Vec<(String, BTreeSet<u32>)>,
    new_oneofs: Vec<(String, BTreeSet<u32>)>,
    old_names: HashSet<String>,
    new_names: HashSet<String>,
}

impl Pair {
    fn old_oneof(&self, number: u32) -> Option<String> {
        Some(oneof(self.old_fields.get(&number)?)?.name().to_owned())
    }

    /// A oneof is gone when neither its name nor any of its members is left: then its members may vanish.
    fn is_gone(&self, name: &str, members: &BTreeSet<u32>) -> bool {
        !self.new_names.contains(name)
            && members.iter().all(|number| !self.new_fields.contains_key(number))
    }
}

impl Walk<'_> {
    pub(super) fn message(&mut self, old: &MessageDescriptor, new: &MessageDescriptor) {
        let (old_oneofs, new_oneofs) = (oneofs(old), oneofs(new));
        let names = |oneofs: &[(String, BTreeSet<u32>)]| -> HashSet<String> {
            oneofs.iter().map(|(name, _)| name.clone()).collect()
        };
        let pair = Pair {
            old_names: names(&old_oneofs),
            new_names: names(&new_oneofs),
            old: old.clone(),
            new: new.clone(),
            old_fields: fields(old),
            new_fields: fields(new),
            old_oneofs,
            new_oneofs,
        };
        self.movements(&pair);
        self.oneofs_by_name(&pair);
        self.fields_by_number(&pair);
        self.types(
            &nested(old),
            &nested(new),
            &old.child_enums().collect::<Vec<_>>(),
            &new.child_enums().collect::<Vec<_>>(),
        );
    }

    /// Fields that the writer could set side by side and that share a oneof of the reader.
    fn movements(&mut self, pair: &Pair) {
        for (name, members) in &pair.new_oneofs {
            let existing: Vec<u32> = members
                .iter()
                .filter(|number| pair.old_fields.contains_key(number))
                .copied()
                .collect();
            let homes: Vec<Option<String>> =
                existing.iter().map(|number| pair.old_oneof(*number)).collect();
            let from_top = homes.iter().filter(|home| home.is_none()).count();
            let from_oneofs = homes.iter().flatten().collect::<BTreeSet<_>>().len();
            if from_top + from_oneofs <= 1 {
                continue;
            }
            let difference = if from_top >= 2 {
                Difference::MultipleFieldsMovedToOneof
            } else {
                Difference::FieldMovedToExistingOneof
            };
            let culprit = existing
                .iter()
                .find(|number| pair.old_oneof(**number).as_deref() != Some(name))
                .or(existing.first());
            let names: Vec<_> = existing
                .iter()
                .map(|number| format!("`{}`", pair.old_fields[number].name()))
                .collect();
            let reason = format!(
                "{} can be set together in the {{writer}} schema and are members of oneof `{name}` in the {{reader}} schema",
                names.join(", ")
            );
            let new_place = culprit.and_then(|number| place(pair.new_fields.get(number)?));
            let old_place = culprit.and_then(|number| place(pair.old_fields.get(number)?));
            self.within(name, |walk| walk.add(difference, new_place, old_place, reason));
        }
        for (number, new) in &pair.new_fields {
            if let Some(home) = pair.old_oneof(*number)
                && oneof(new).is_none()
            {
                let reason = format!("field {number} `{}` left oneof `{home}`", new.name());
                let old_place = place(&pair.old_fields[number]);
                self.within(number, |walk| {
                    walk.add(Difference::OneofFieldMovedToTopLevel, place(new), old_place, reason);
                });
            }
        }
    }

    fn oneofs_by_name(&mut self, pair: &Pair) {
        for (name, members) in &pair.old_oneofs {
            let is_kept = pair.new_names.contains(name);
            self.within(name, |walk| {
                if !is_kept {
                    let reason = format!("oneof `{name}` is gone");
                    let place = Place::of_message(&pair.old);
                    walk.add(Difference::OneofRemoved, None, place, reason);
                }
                if !pair.is_gone(name, members) {
                    walk.vanished_members(pair, name, members);
                }
            });
        }
        for (name, members) in &pair.new_oneofs {
            let is_old = pair.old_names.contains(name);
            self.within(name, |walk| {
                if !is_old {
                    let reason = format!("oneof `{name}` is new");
                    walk.add(Difference::OneofAdded, Place::of_message(&pair.new), None, reason);
                    return;
                }
                let is_new = |number: &&u32| !pair.old_fields.contains_key(number);
                for number in members.iter().filter(is_new) {
                    let field = &pair.new_fields[number];
                    walk.within(number, |walk| {
                        let reason = format!("field {number} `{}` is new", field.name());
                        walk.add(Difference::OneofFieldAdded, place(field), None, reason);
                    });
                }
            });
        }
    }

    fn vanished_members(&mut self, pair: &Pair, oneof: &str, members: &BTreeSet<u32>) {
        for number in members.iter().filter(|number| !pair.new_fields.contains_key(number)) {
            let field = &pair.old_fields[number];
            let reason = format!(
                "field {number} `{}` of oneof `{oneof}` in the {{writer}} schema is not in the {{reader}} schema",
                field.name()
            );
            self.within(number, |walk| {
                let reader = Place::of_message(&pair.new);
                walk.add(Difference::OneofFieldRemoved, reader, place(field), reason);
            });
        }
    }

    fn fields_by_number(&mut self, pair: &Pair) {
        let numbers: BTreeSet<u32> =
            pair.old_fields.keys().chain(pair.new_fields.keys()).copied().collect();
        for number in numbers {
            match (pair.old_fields.get(&number), pair.new_fields.get(&number)) {
                (Some(old), Some(new)) => {
                    let home = oneof(new).map(|oneof| oneof.name().to_owned());
                    let depth = self.path.len();
                    self.path.extend(home);
                    self.within(number, |walk| walk.field(old, new));
                    self.path.truncate(depth);
                }
                (Some(old), None) if oneof(old).is_none() => {
                    let is_required = self.writer.is_required(old);
                    let difference = if is_required {
                        Difference::RequiredFieldRemoved
                    } else {
                        Difference::FieldRemoved
                    };
                    let reason = format!(
                        "field {number} `{}`, required in the {{writer}} schema, is not in the {{reader}} schema",
                        old.name()
                    );
                    let reader = Place::of_message(&pair.new);
                    self.within(number, |walk| walk.add(difference, reader, place(old), reason));
                }
                (None, Some(new)) if oneof(new).is_none() => {
                    let is_required = self.reader.is_required(new);
                    let difference = if is_required {
                        Difference::RequiredFieldAdded
                    } else {
                        Difference::FieldAdded
                    };
                    let reason = format!(
                        "field {number} `{}`, required in the {{reader}} schema, is not in the {{writer}} schema",
                        new.name()
                    );
                    let writer = Place::of_message(&pair.old);
                    self.within(number, |walk| walk.add(difference, place(new), writer, reason));
                }
                // Members of oneofs were seen with their oneofs.
                (Some(_), None) | (None, Some(_)) | (None, None) => {}
            }
        }
    }
}

/// Where the field stands.
pub(super) fn place(field: &FieldDescriptor) -> Option<Place> {
    Some(Place::new(field.parent_file().name(), field.path()))
}
