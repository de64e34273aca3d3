//! A message that the writer can write and the reader does not get right, for each breach.
//!
//! A place is searched by trying values that tell types apart; what is shown was read back by both sides. The number of
//! places, values and levels is bounded, and nothing happens for pairs that fit.

mod compare;
mod form;
mod inside;
mod place;
mod read;
mod write;

use super::member::{Member, Members, Shape};
use super::model::ProtoSchema;
use super::pairs::{self, Pair, Sides};
use super::rules::{self, wire};
use super::wire::{Turn, turn, turn_rule};
use crate::rule::{Breach, Rule};
use crate::witness::{Evidence, Outcome, Witness};
use compare::{Question, differs, json};
use place::{Focus, Place};
use prost_reflect::{Kind, MessageDescriptor};
use write::{Build, Given, Payload, entry, field};

/// Messages around the broken one: readers take no more than a hundred.
const DEEPEST: usize = 90;
/// Places at which an enum is used that are tried.
const USES: usize = 32;
/// Constants of the reader's enum that are tried for a number.
const CONSTANTS: usize = 16;

/// What is known about the truth of the breach.
pub(crate) fn evidence(reader: &ProtoSchema, writer: &ProtoSchema, breach: &Breach) -> Evidence {
    if breach.rule.id == rules::PACKAGE_CHANGED.id {
        // Payloads name messages by position, and fields travel by number: no byte says a package. `Any` values do.
        let has_any = writer.pool.get_message_by_name("google.protobuf.Any").is_some();
        return if has_any { Evidence::NotFound } else { Evidence::FalseAlarm };
    }
    let search = Search::new(Sides { reader, writer }, breach);
    if breach.rule.id == rules::MESSAGE_REMOVED.id {
        return search.without_reader().unwrap_or(Evidence::NotFound);
    }
    let places = search.places();
    let is_enum = search.is_of_enum();
    if places.is_empty() && is_enum {
        // No message of the schema holds the enum: those of other files that import it may.
        return Evidence::Promise;
    }
    let found = match places.iter().find_map(|place| search.at(place)) {
        Some(witness) if is_plain(&witness) => Some(witness),
        vague => places.iter().find_map(|place| inside::search(&search, place)).or(vague),
    };
    match found {
        Some(witness) => Evidence::Shown(Box::new(witness)),
        None if places.iter().any(|place| search.is_harmless(place)) => Evidence::FalseAlarm,
        None => Evidence::NotFound,
    }
}

/// Whether people see in the JSON what is wrong.
fn is_plain(witness: &Witness) -> bool {
    match &witness.outcome {
        Outcome::Refused(_) => true,
        Outcome::Altered(read) => *read != witness.json,
    }
}

struct Search<'a> {
    sides: Sides<'a>,
    breach: &'a Breach,
    pairs: Vec<Pair>,
    build: Build<'a>,
}

impl<'a> Search<'a> {
    fn new(sides: Sides<'a>, breach: &'a Breach) -> Self {
        let build = Build::new(sides.writer);
        Search { sides, breach, pairs: pairs::messages(sides), build }
    }

    fn is(&self, rule: &Rule) -> bool {
        self.breach.rule.id == rule.id
    }

    fn is_of_enum(&self) -> bool {
        self.is(&wire::ENUM_CLOSED)
            || self.is(&wire::ENUM_CONST_MEANING_CHANGED)
            || self.is(&wire::ENUM_CONST_RENUMBERED)
    }

    /// Where data can break.
    fn places(&self) -> Vec<Place> {
        match self.is_of_enum() {
            true => place::of_enum(self.sides, &self.pairs, &self.breach.path, USES),
            false => place::locate(&self.pairs, &self.breach.path).into_iter().collect(),
        }
    }

    /// A payload of a message that the reader does not define.
    fn without_reader(&self) -> Option<Evidence> {
        let message = place::own_message(self.sides.writer, &self.breach.path)?;
        if self.sides.reader.pool.get_message_by_name(message.full_name()).is_some() {
            // It lives on as the body of a group; what changes in it is told by itself.
            return Some(Evidence::FalseAlarm);
        }
        let bytes = self.build.values(&Kind::Message(message.clone())).into_iter().next()?;
        let written = read::read(self.sides.writer, &message, &bytes).ok()?;
        let refusal = format!("the reader's schema has no message `{}`", message.full_name());
        Some(Evidence::Shown(Box::new(Witness {
            of: message.full_name().to_owned(),
            json: json(&written, None),
            bytes,
            outcome: Outcome::Refused(refusal),
        })))
    }

    /// The first candidate that breaks.
    fn at(&self, place: &Place) -> Option<Witness> {
        let pair = &self.pairs[place.pair];
        let numbers = self.numbers(pair, &place.focus);
        let members = filled(pair, &numbers);
        let candidates = self.candidates(pair, &place.focus);
        candidates.iter().find_map(|given| {
            let body = self.build.body(&members, given)?;
            self.confirm(place.pair, body, &numbers)
        })
    }

    /// The reader's fields that the place is about.
    fn numbers(&self, pair: &Pair, focus: &Focus) -> Vec<u32> {
        match focus {
            Focus::Member(number) | Focus::Constant(number, _) => vec![*number],
            Focus::Oneof(name) => {
                let is_in = |member: &&Member| member.oneof.as_deref() == Some(name);
                let members = pair.reader_members.values().filter(is_in);
                members.map(|member| member.number).collect()
            }
        }
    }

    /// What is put into the broken message, beside what it requires.
    fn candidates(&self, pair: &Pair, focus: &Focus) -> Vec<Given> {
        match focus {
            Focus::Oneof(name) => vec![self.together(pair, name)],
            Focus::Constant(number, value) => {
                let Some(member) = pair.writer_members.get(number) else { return Vec::new() };
                let values: Vec<Payload> = match value {
                    Some(value) => vec![write::number(*value)],
                    None => self.build.values(kind_of_values(member)),
                };
                let mut found = self.fields(pair, member, &values);
                // Where absence says zero, nothing is written.
                found.extend(member.default.is_some().then(Given::new));
                found
            }
            Focus::Member(number) => {
                let number = self.writer_number(pair, *number);
                let Some(member) = pair.writer_members.get(&number) else {
                    return vec![Given::new()];
                };
                let mut values = self.named(pair, member);
                values.extend(self.build.values(kind_of_values(member)));
                let mut found = self.fields(pair, member, &values);
                // What is not there may mean something else, or be missed.
                if !member.is_required {
                    let reader = pair.reader_members.get(&member.number);
                    let is_missed = reader.is_some_and(|reader| reader.is_required);
                    let is_first = is_missed || self.is(&wire::FIELD_DEFAULT_CHANGED);
                    found.insert(if is_first { 0 } else { found.len() }, Given::new());
                }
                found
            }
        }
    }

    /// The numbers that the reader's enum has names for, where the writer has plain numbers.
    fn named(&self, pair: &Pair, member: &Member) -> Vec<Payload> {
        let reader = pair.reader_members.get(&member.number).map(kind_of_values);
        match (kind_of_values(member), reader) {
            (Kind::Enum(_) | Kind::Message(_), _) => Vec::new(),
            (plain, Some(Kind::Enum(found)))
                if turn(plain, &Kind::Enum(found.clone())) != Turn::Other =>
            {
                let numbers = found.values().map(|value| value.number());
                numbers.filter(|number| *number > 0).take(CONSTANTS).map(write::number).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The number under which the writer has the member of the reader: the name tells where numbers differ.
    fn writer_number(&self, pair: &Pair, number: u32) -> u32 {
        let named = || {
            let name = &pair.reader_members.get(&number)?.name;
            pair.writer_members.values().find(|member| member.name == *name)
        };
        let moved = if self.is(&wire::FIELD_RENUMBERED) { named() } else { None };
        moved.map_or(number, |member| member.number)
    }

    /// Members of the reader's oneof that the writer can set side by side, all set.
    fn together(&self, pair: &Pair, oneof: &str) -> Given {
        let mut homes = Vec::new();
        let mut given = Given::new();
        let shared = pair.reader_members.values();
        for reader in shared.filter(|member| member.oneof.as_deref() == Some(oneof)) {
            let Some(writer) = pair.writer_members.get(&reader.number) else { continue };
            if let Some(home) = &writer.oneof {
                if homes.contains(home) {
                    continue;
                }
                homes.push(home.clone());
            }
            if let Some(values) = self.build.simple(writer) {
                given.push((writer.number, field(writer, &values)));
            }
        }
        given
    }

    /// One field with one value or several; several come first if the reader takes one.
    fn fields(&self, pair: &Pair, member: &Member, values: &[Payload]) -> Vec<Given> {
        let given = |values: &[Payload]| vec![(member.number, field(member, values))];
        let alone = |value: &Payload| given(std::slice::from_ref(value));
        let is_unchecked = !member.is_utf8 && *kind_of_values(member) == Kind::String;
        let mut values = values.to_vec();
        values.extend(is_unchecked.then(write::unchecked));
        match &member.shape {
            Shape::One(_) => {
                // Zero is not written where absence says the same.
                let is_written =
                    |value: &&Payload| member.has_presence || value.iter().any(|byte| *byte != 0);
                values.iter().filter(is_written).map(alone).collect()
            }
            Shape::Many(_) => {
                let twice = values.first().map(|value| given(&[value.clone(), value.clone()]));
                let several = values.windows(2).map(given).chain(twice);
                let reader = pair.reader_members.get(&member.number);
                match reader.is_some_and(|reader| !matches!(reader.shape, Shape::Many(_))) {
                    true => several.chain(values.iter().map(alone)).collect(),
                    false => values.iter().map(alone).chain(several).collect(),
                }
            }
            Shape::Map(key, kind) => {
                let mut keys = self.build.values(key);
                keys.extend((!member.is_utf8 && *key == Kind::String).then(write::unchecked));
                let (usual_key, usual) = (write::usual(key, &keys), write::usual(kind, &values));
                let by_value = usual_key.iter().flat_map(|usual| {
                    values.iter().map(|value| entry((key, usual), (kind, value)))
                });
                let by_key = usual
                    .iter()
                    .flat_map(|usual| keys.iter().map(|found| entry((key, found), (kind, usual))));
                match self.is_of_key(pair, member) {
                    true => by_key.chain(by_value).map(|entry| alone(&entry)).collect(),
                    false => by_value.chain(by_key).map(|entry| alone(&entry)).collect(),
                }
            }
        }
    }

    /// Whether the breach is about the key of the map, not about its value.
    fn is_of_key(&self, pair: &Pair, writer: &Member) -> bool {
        let reader = pair.reader_members.get(&writer.number).map(|member| &member.shape);
        let (Shape::Map(was, _), Some(Shape::Map(is, _))) = (&writer.shape, reader) else {
            return false;
        };
        turn_rule(turn(was, is)).is_some_and(|rule| self.is(rule))
    }

    /// The witness that the body is, wrapped into a message that payloads can name and read by both sides.
    fn confirm(&self, at: usize, body: Vec<u8>, numbers: &[u32]) -> Option<Witness> {
        let (root, bytes) = self.wrapped(at, body)?;
        let pair = &self.pairs[root];
        let question = self.question(self.pairs[at].reader.full_name(), numbers);
        let written = read::read(self.sides.writer, &pair.writer, &bytes).ok()?;
        let outcome = match read::read(self.sides.reader, &pair.reader, &bytes) {
            Err(refusal) => Outcome::Refused(refusal),
            Ok(found) if differs(&written, &found, question) => {
                let same = json(&written, None) == json(&found, None);
                Outcome::Altered(json(&found, same.then_some(question)))
            }
            Ok(_) => return None,
        };
        let of = pair.writer.full_name().to_owned();
        Some(Witness { of, json: json(&written, None), bytes, outcome })
    }

    fn wrapped(&self, mut at: usize, mut body: Vec<u8>) -> Option<(usize, Vec<u8>)> {
        for _ in 0..DEEPEST {
            let Some((parent, number)) = self.pairs[at].from else { return Some((at, body)) };
            let members = &self.pairs[parent].writer_members;
            let member = members.get(&number)?;
            let value = match &member.shape {
                Shape::One(_) | Shape::Many(_) => body,
                Shape::Map(key, kind) => {
                    let first = self.build.values(key).into_iter().next()?;
                    entry((key, &first), (kind, &body))
                }
            };
            let around = filled(&self.pairs[parent], &[number]);
            body = self.build.body(&around, &vec![(number, field(member, &[value]))])?;
            at = parent;
        }
        None
    }

    /// Rules that say that a value has no field any more mean that it is lost; another type is other names, too.
    fn question<'b>(&self, of: &'b str, numbers: &'b [u32]) -> Question<'b> {
        let lost = [
            &rules::ONEOF_FIELD_REMOVED,
            &rules::REQUIRED_FIELD_REMOVED,
            &rules::FIELD_NAMED_TYPE_CHANGED,
            &wire::ONEOF_MEMBER_UNKNOWN,
            &wire::FIELD_ENCODING_CHANGED,
            &wire::EXTENSION_TYPE_CHANGED,
        ];
        let names = self.is(&rules::FIELD_NAMED_TYPE_CHANGED);
        Question { of, numbers, lost: lost.iter().any(|rule| self.is(rule)), names }
    }

    /// Whether it can be argued that no datum breaks here.
    fn is_harmless(&self, place: &Place) -> bool {
        let Focus::Member(number) = &place.focus else { return false };
        let pair = &self.pairs[place.pair];
        let members = (pair.writer_members.get(number), pair.reader_members.get(number));
        let (Some(writer), Some(reader)) = members else { return false };
        let same =
            |was: &MessageDescriptor, is: &MessageDescriptor| form::is_within(self.sides, was, is);
        let blind = [&rules::REQUIRED_FIELD_REMOVED, &rules::REQUIRED_FIELD_ADDED];
        match (&writer.shape, &reader.shape) {
            // A required field is always written; a reader that does not require it reads it as before.
            (Shape::One(_), Shape::One(_)) if self.is(&rules::FIELD_NUMERIC_LABEL_CHANGED) => {
                writer.is_required && !reader.is_required
            }
            // Confluent does not see groups; the field is there, under its number and between its marks.
            (Shape::One(_), Shape::One(_)) if blind.iter().any(|rule| self.is(rule)) => {
                pairs::is_same_type(writer, reader) && (writer.is_required || !reader.is_required)
            }
            // A map is its entries, byte for byte.
            (Shape::Map(..), Shape::Many(Kind::Message(_))) => {
                self.is(&rules::FIELD_KIND_CHANGED) && form::is_map_of(self.sides, writer, reader)
            }
            // The same fields under the same numbers and names, all the way down: only the type's name differs.
            _ if self.is(&rules::FIELD_NAMED_TYPE_CHANGED) => {
                let (was, is) = (writer.message(), reader.message());
                was.zip(is).is_some_and(|(was, is)| same(was, is))
            }
            (Shape::One(_) | Shape::Many(_) | Shape::Map(..), _) => false,
        }
    }
}

/// The writer's members; what the reader requires is as if the writer did: it is not what is asked about.
fn filled(pair: &Pair, numbers: &[u32]) -> Members {
    let mut members = pair.writer_members.clone();
    for (number, member) in &mut members {
        let reader = pair.reader_members.get(number).filter(|_| !numbers.contains(number));
        member.is_required |= reader.is_some_and(|reader| reader.is_required);
    }
    members
}

/// The kind of the values, those of a map included.
fn kind_of_values(member: &Member) -> &Kind {
    let (Shape::One(kind) | Shape::Many(kind) | Shape::Map(_, kind)) = &member.shape;
    kind
}
