//! Numbers and names are for ever: what goes is reserved, and what is reserved stays so.
//!
//! These rules speak of the new schema and the old one, in whatever direction the level asks: no datum breaks today, but a
//! later version could give the number away, and then old data would be read as something they are not.

use crate::protobuf::compat::Place;
use crate::protobuf::finding::{Finding, breaches};
use crate::protobuf::member::Member;
use crate::protobuf::model::ProtoSchema;
use crate::protobuf::pairs::{self, EnumPair, Pair, Sides};
use crate::protobuf::rules::wire as rules;
use crate::rule::Breach;
use std::collections::HashSet;

/// What `new` drops without reserving it, or takes back although `old` reserves it.
pub fn retires(new: &ProtoSchema, old: &ProtoSchema) -> Vec<Breach> {
    let sides = Sides { reader: new, writer: old };
    let pairs = pairs::messages(sides);
    breaches(sides, retired(&pairs, &pairs::enums(sides, &pairs)))
}

pub(in crate::protobuf) fn retired(messages: &[Pair], enums: &[EnumPair]) -> Vec<Finding> {
    let of_messages = messages.iter().flat_map(of_message);
    let of_enums = enums.iter().flat_map(of_enum);
    of_messages.chain(of_enums).collect()
}

/// Numbers of the `reserved` and `extensions` statements in descriptors.
const MESSAGE_EXTENSIONS: i32 = 5;
const MESSAGE_RANGES: i32 = 9;
const MESSAGE_NAMES: i32 = 10;
const ENUM_RANGES: i32 = 4;
const ENUM_NAMES: i32 = 5;

/// Both ends belong to the range.
type Range = (i64, i64);

/// What one side reserves and uses.
struct Held {
    place: Option<Place>,
    reserved: Vec<Range>,
    /// The same, sorted and joined.
    joined: Vec<Range>,
    names: Vec<String>,
    known_names: HashSet<String>,
    /// Numbers of the two lists in descriptors.
    tags: (i32, i32),
}

fn of_message(pair: &Pair) -> Vec<Finding> {
    let held = |message: &prost_reflect::MessageDescriptor| Held {
        place: Place::of_message(message),
        joined: joined(ranges(message.reserved_ranges())),
        reserved: ranges(message.reserved_ranges()),
        names: message.reserved_names().map(str::to_owned).collect(),
        known_names: message.reserved_names().map(str::to_owned).collect(),
        tags: (MESSAGE_RANGES, MESSAGE_NAMES),
    };
    let (new, old) = (held(&pair.reader), held(&pair.writer));
    let what = format!("message `{}`", pair.writer.full_name());
    let mut found = Vec::new();
    let names: HashSet<&str> =
        pair.reader_members.values().map(|member| member.name.as_str()).collect();
    let gone = pair.writer_members.values();
    for member in gone.filter(|member| !pair.reader_members.contains_key(&member.number)) {
        let gone = Gone {
            number: i64::from(member.number),
            name: &member.name,
            what: &what,
            kind: if member.is_extension { "extension" } else { "field" },
            place: &member.place,
            path: gone_path(pair, member),
            has_name: names.contains(member.name.as_str()),
        };
        gone.unreserved(
            &new,
            (&rules::FIELD_NUMBER_NOT_RESERVED, &rules::FIELD_NAME_NOT_RESERVED),
            &mut found,
        );
    }
    taken_back(&new, &old, &pair.path, &what, &mut found);
    extension_ranges(pair, &new, &mut found);
    found
}

/// The path of a member that the new message lacks.
pub(in crate::protobuf) fn gone_path(pair: &Pair, member: &Member) -> String {
    match &member.oneof {
        Some(oneof) => format!("{}/{oneof}/{}", pair.path, member.number),
        None => format!("{}/{}", pair.path, member.number),
    }
}

fn of_enum(pair: &EnumPair) -> Vec<Finding> {
    let held = |found: &prost_reflect::EnumDescriptor| {
        let ranges = found.reserved_ranges();
        let reserved: Vec<Range> =
            ranges.map(|range| (i64::from(*range.start()), i64::from(*range.end()))).collect();
        Held {
            place: Place::of_enum(found),
            joined: joined(reserved.clone()),
            reserved,
            names: found.reserved_names().map(str::to_owned).collect(),
            known_names: found.reserved_names().map(str::to_owned).collect(),
            tags: (ENUM_RANGES, ENUM_NAMES),
        }
    };
    let (new, old) = (held(&pair.reader), held(&pair.writer));
    let what = format!("enum `{}`", pair.writer.full_name());
    let mut found = Vec::new();
    let numbers: HashSet<i32> = pair.reader.values().map(|value| value.number()).collect();
    let names: HashSet<String> =
        pair.reader.values().map(|value| value.name().to_owned()).collect();
    for value in pair.writer.values().filter(|value| !numbers.contains(&value.number())) {
        let gone = Gone {
            number: i64::from(value.number()),
            name: value.name(),
            what: &what,
            kind: "constant",
            place: &Place::new(value.parent_file().name(), value.path()),
            path: format!("{}/{}", pair.path, value.number()),
            has_name: names.contains(value.name()),
        };
        gone.unreserved(
            &new,
            (&rules::ENUM_NUMBER_NOT_RESERVED, &rules::ENUM_NAME_NOT_RESERVED),
            &mut found,
        );
    }
    taken_back(&new, &old, &pair.path, &what, &mut found);
    found
}

/// Something that the new schema no longer defines.
struct Gone<'a> {
    number: i64,
    name: &'a str,
    what: &'a str,
    kind: &'static str,
    place: &'a Place,
    path: String,
    /// The name lives on under another number, of which other rules speak.
    has_name: bool,
}

impl Gone<'_> {
    fn unreserved(
        self,
        new: &Held,
        (of_number, of_name): (&'static crate::rule::Rule, &'static crate::rule::Rule),
        found: &mut Vec<Finding>,
    ) {
        let (number, name, kind, what) = (self.number, self.name, self.kind, self.what);
        let is_extension = kind == "extension";
        let mut add = |rule, path: &str, left: &str, edit: String| {
            found.push(Finding {
                rule,
                path: path.to_owned(),
                reader: new.place.clone(),
                writer: Some(self.place.clone()),
                reason: format!(
                    "{kind} {number} `{name}` of {what} is gone from the {{reader}} schema, its {left} is not reserved"
                ),
                help: Some(match is_extension {
                    true => format!("keep the extension `{name}`"),
                    false => format!("write `{edit}` in {what}"),
                }),
            });
        };
        if !is_covered((number, number), &new.joined) {
            add(of_number, &self.path, "number", format!("reserved {number};"));
        }
        let is_reserved = new.known_names.contains(name);
        if !is_reserved && !is_extension && !self.has_name {
            let parent = self.path.rsplit_once('/').map_or("#", |(parent, _)| parent);
            add(of_name, &format!("{parent}/{name}"), "name", format!("reserved \"{name}\";"));
        }
    }
}

/// Ranges and names that the old side reserves and the new one does not.
fn taken_back(new: &Held, old: &Held, path: &str, what: &str, found: &mut Vec<Finding>) {
    let mut add = |part: String, edit: String, steps: [i32; 2], said: String| {
        found.push(Finding {
            rule: &rules::RESERVED_TAKEN_BACK,
            path: format!("{path}/{part}"),
            reader: new.place.clone(),
            writer: old.place.as_ref().map(|place| place.part(&steps)),
            reason: format!(
                "{what} reserves {said} in the {{writer}} schema and not in the {{reader}} schema"
            ),
            help: Some(format!("write `reserved {edit};` in {what} again")),
        });
    };
    for (index, range) in old.reserved.iter().enumerate() {
        if !is_covered(*range, &new.joined) {
            let steps = [old.tags.0, index as i32];
            add(range.0.to_string(), spelled(*range), steps, spelled(*range));
        }
    }
    for (index, name) in old.names.iter().enumerate() {
        if !new.known_names.contains(name) {
            let steps = [old.tags.1, index as i32];
            add(name.clone(), format!("\"{name}\""), steps, format!("the name `{name}`"));
        }
    }
}

fn extension_ranges(pair: &Pair, new: &Held, found: &mut Vec<Finding>) {
    let mut kept = ranges(pair.reader.extension_ranges());
    kept.extend(&new.reserved);
    let kept = joined(kept);
    for (index, range) in ranges(pair.writer.extension_ranges()).into_iter().enumerate() {
        if is_covered(range, &kept) {
            continue;
        }
        let (name, range_text) = (pair.writer.full_name(), spelled(range));
        let steps = [MESSAGE_EXTENSIONS, index as i32];
        found.push(Finding {
            rule: &rules::EXTENSION_RANGE_TAKEN_BACK,
            path: format!("{}/{}", pair.path, range.0),
            reader: new.place.clone(),
            writer: pair.writer_place().map(|place| place.part(&steps)),
            reason: format!(
                "message `{name}` leaves {range_text} to extensions in the {{writer}} schema and not in the {{reader}} schema"
            ),
            help: Some(format!("write `extensions {range_text};` in message `{name}` again, or reserve the numbers")),
        });
    }
}

fn ranges(found: impl Iterator<Item = std::ops::Range<u32>>) -> Vec<Range> {
    found.map(|range| (i64::from(range.start), i64::from(range.end) - 1)).collect()
}

/// The highest number of a field.
const MAX: i64 = 536_870_911;

fn spelled((start, end): Range) -> String {
    match end {
        end if end == start => start.to_string(),
        MAX | 2_147_483_647 => format!("{start} to max"),
        end => format!("{start} to {end}"),
    }
}

/// Sorted, those that touch made one.
fn joined(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut joined: Vec<Range> = Vec::new();
    for (start, end) in ranges {
        match joined.last_mut() {
            Some(last) if start <= last.1 + 1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

/// Whether every number of the range is in one of the joined ones.
fn is_covered((start, end): Range, joined: &[Range]) -> bool {
    let after = joined.partition_point(|range| range.0 <= start);
    after > 0 && joined[after - 1].1 >= end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_may_be_covered_by_several() {
        let others = joined(vec![(5, 9), (1, 3), (4, 4)]);
        for (range, covered) in
            [((1, 9), true), ((2, 6), true), ((9, 10), false), ((0, 1), false), ((4, 4), true)]
        {
            assert_eq!(is_covered(range, &others), covered, "{range:?}");
        }
        assert!(!is_covered((1, 1), &[]));
    }
}
