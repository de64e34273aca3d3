//! A datum that shows a breach: the way to the broken place, the smallest datum along it, and what a reader makes of it.
//!
//! Data are built to a depth of [`build::DEEPEST`] levels and no deeper; what breaks further down stays without a witness.

mod build;
mod datum;
mod meaning;
mod resolve;

use super::compat::{Question, Segment, Walk};
use super::meaning::Meaning;
use super::model::{AvroSchema, Kind, Logical, TypeId};
use super::rules::{self, wire};
use crate::compat::Safety;
use crate::rule::{Breach, Rule};
use crate::witness::{Evidence, Witness};
use build::{DEEPEST, Smallest};
use datum::Datum;
pub(super) use datum::{prefixed, varint};
use std::collections::{HashMap, HashSet};

/// Branches of unions, and of unions inside of those, in which the search looks for the reason why they do not read.
const MOST_BRANCHES: usize = 20;

/// Looks for a datum of `writer` that shows `breach`.
pub(crate) fn evidence(reader: &AvroSchema, writer: &AvroSchema, breach: &Breach) -> Evidence {
    if *breach.rule == rules::BEYOND_LIMIT {
        return Evidence::NotFound;
    }
    let mut walk = Walk::between((reader, reader.root()), (writer, writer.root()));
    let found = walk.judge_all(Safety::Wire);
    let Some((_, pair)) = found.iter().find(|(other, _)| other == breach) else {
        return Evidence::NotFound;
    };
    let mut search = Search::new(reader, writer);
    if !search.smallest.exists(pair.writer) || !search.smallest.exists(writer.root()) {
        // A type without a datum: an empty union, an enum without symbols, a record that contains itself.
        return Evidence::FalseAlarm;
    }
    let Some(way) = way(reader, writer, &mut walk, *pair) else { return Evidence::NotFound };
    for datum in search.broken(breach.rule, *pair) {
        let Some(datum) = search.wrap(&way, datum) else { continue };
        let subject = ((pair.reader, pair.writer), &*breach.detail);
        let outcome = resolve::outcome(&mut search.asked, (reader, writer), &datum, subject);
        if let Some(outcome) = outcome {
            let (mut json, mut bytes) = (String::new(), Vec::new());
            datum::print(writer, writer.root(), &datum, &mut json);
            datum::encode(writer, writer.root(), &datum, &mut bytes);
            let kind = &writer.get(writer.root()).kind;
            let of = kind.name().map_or(kind.word(), |name| name.full()).to_owned();
            return Evidence::Shown(Box::new(Witness { of, json, bytes, outcome }));
        }
    }
    Evidence::NotFound
}

/// A step from a type of the writer into one of its parts.
#[derive(Debug, Clone, Copy)]
enum Hop {
    /// A field of this record by its number; beside it the reader's record.
    Field(TypeId, usize, TypeId),
    Item,
    Value,
    Branch(usize),
}

/// The steps from the writer's type at the start of a walk to that of a pair; none if there are too many.
fn way(
    reader: &AvroSchema,
    writer: &AvroSchema,
    walk: &mut Walk<'_>,
    pair: Question,
) -> Option<Vec<Hop>> {
    let trail = walk.trail(pair);
    let mut way = Vec::new();
    let mut at = walk.start().writer;
    for (segment, next) in trail {
        if way.len() >= DEEPEST as usize {
            return None;
        }
        match segment {
            Segment::Field(record, index) => {
                let Kind::Record(fields) = &reader.get(record).kind else { return None };
                let (Some(source), _) = walk.fields_for(at, &fields.fields[index as usize]) else {
                    return None;
                };
                way.push(Hop::Field(at, source, record));
                continue;
            }
            Segment::Items => way.push(Hop::Item),
            Segment::Values => way.push(Hop::Value),
            Segment::Branch(_) | Segment::Fresh => {
                if let Kind::Union(branches) = &writer.get(at).kind
                    && next != at
                {
                    way.push(Hop::Branch(branches.iter().position(|branch| *branch == next)?));
                }
            }
            Segment::Root | Segment::Type => {}
        }
        at = next;
    }
    Some(way)
}

struct Search<'s> {
    reader: &'s AvroSchema,
    writer: &'s AvroSchema,
    smallest: Smallest<'s>,
    /// Answers which branches are read; it tells no breaches.
    asked: Walk<'s>,
    /// Branches and symbols that do not break, by the reader's type and the writer's.
    known: HashMap<(TypeId, TypeId), Option<usize>>,
    branches_left: usize,
    /// Steps that are left to the walks over single pairs, all together.
    steps: usize,
}

impl<'s> Search<'s> {
    fn new(reader: &'s AvroSchema, writer: &'s AvroSchema) -> Self {
        let asked = Walk::between((reader, reader.root()), (writer, writer.root()));
        // Far more than a walk over both schemas takes.
        let steps = asked.steps_left() / 4;
        let (smallest, known) = (Smallest::new(writer), HashMap::new());
        Search { reader, writer, smallest, asked, known, branches_left: MOST_BRANCHES, steps }
    }

    /// Data of the pair's writer that a breach of `rule` between them would break, the most telling first.
    fn broken(&mut self, rule: &'static Rule, pair: Question) -> Vec<Datum> {
        if *rule == rules::UNION_LACKS_BRANCH {
            return self.without_branch(pair);
        }
        let special = if *rule == wire::SYMBOL_REPLACED || *rule == rules::ENUM_LACKS_SYMBOL {
            self.unknown_symbol(pair)
        } else if *rule == wire::PROMOTION_LOSES {
            Some(self.too_many_digits(pair))
        } else if *rule == wire::BYTES_AS_TEXT {
            Some(Datum::Bytes(vec![0xFF]))
        } else if *rule == wire::DECIMAL_DIFFERS {
            self.decimal(pair)
        } else if *rule == wire::LOGICAL_TYPE_DIFFERS {
            self.meaningful(pair.writer)
        } else if *rule == wire::FIELD_READ_TWICE {
            self.all_other(pair.writer)
        } else {
            None
        };
        special.into_iter().chain(self.smallest.of(pair.writer)).collect()
    }

    fn unknown_symbol(&self, pair: Question) -> Option<Datum> {
        let kinds = (&self.reader.get(pair.reader).kind, &self.writer.get(pair.writer).kind);
        let (Kind::Enum(reader), Kind::Enum(writer)) = kinds else { return None };
        let known: HashSet<&str> = reader.symbols.iter().map(|symbol| &**symbol).collect();
        writer.symbols.iter().position(|symbol| !known.contains(&**symbol)).map(Datum::Enum)
    }

    /// The first whole number that the reader's kind does not hold.
    fn too_many_digits(&self, pair: Question) -> Datum {
        let kinds = (&self.reader.get(pair.reader).kind, &self.writer.get(pair.writer).kind);
        match kinds {
            (Kind::Float, Kind::Int) => Datum::Int((1 << 24) + 1),
            // A float does not hold it either, wherever in a union of both a decoder looks.
            _ => Datum::Long((1 << 53) + 1),
        }
    }

    /// 12.34 if the scales differ, else the smallest number with too many digits.
    fn decimal(&self, pair: Question) -> Option<Datum> {
        let (reader, writer) = (self.reader.get(pair.reader), self.writer.get(pair.writer));
        let (
            Some(Logical::Decimal { precision, scale }),
            Some(Logical::Decimal { scale: written, .. }),
        ) = (reader.logical, writer.logical)
        else {
            return None;
        };
        let size = if let Kind::Fixed(fixed) = &writer.kind { Some(fixed.size) } else { None };
        if scale == written {
            return meaning::beyond_digits(precision, size).map(Datum::Bytes);
        }
        let mut bytes = vec![0; size.unwrap_or(2)];
        match bytes.as_mut_slice() {
            [.., high, low] => (*high, *low) = (0x04, 0xD2),
            [only] => *only = 12,
            [] => return None,
        }
        Some(Datum::Bytes(bytes))
    }

    /// A value in the middle of what the writer's logical type is used for.
    fn meaningful(&mut self, ty: TypeId) -> Option<Datum> {
        let ty = self.writer.get(ty);
        let seconds = 1_700_000_000;
        match (Meaning::of(ty), &ty.kind) {
            (Meaning::Known(Logical::TimeMicros), _) => Some(Datum::Long(43_200_000_000)),
            (Meaning::Known(Logical::TimestampMicros | Logical::LocalTimestampMicros), _) => {
                Some(Datum::Long(seconds * 1_000_000))
            }
            (Meaning::Known(Logical::TimestampNanos | Logical::LocalTimestampNanos), _) => {
                Some(Datum::Long(seconds * 1_000_000_000))
            }
            (Meaning::Known(Logical::TimeMillis), _) => Some(Datum::Int(43_200_000)),
            (_, Kind::Int) => Some(Datum::Int(20_000)),
            (_, Kind::Long) => Some(Datum::Long(seconds * 1_000)),
            (Meaning::Known(Logical::Decimal { .. }), Kind::Bytes) => {
                Some(Datum::Bytes(vec![0x04, 0xD2]))
            }
            (Meaning::Plain | Meaning::Other(_), Kind::String) => {
                Some(Datum::String("12.34".to_owned()))
            }
            (Meaning::Plain | Meaning::Other(_), Kind::Bytes) => {
                Some(Datum::Bytes(vec![0x04, 0xD2]))
            }
            (_, Kind::Fixed(fixed)) if fixed.size <= 64 => {
                Some(Datum::Bytes((1..=fixed.size as u8).collect()))
            }
            _ => None,
        }
    }

    /// A record whose fields all have another value than their type's usual one.
    fn all_other(&mut self, ty: TypeId) -> Option<Datum> {
        let Kind::Record(record) = &self.writer.get(ty).kind else { return None };
        let fields = record.fields.iter().map(|field| self.smallest.other(field.ty));
        Some(Datum::Record(fields.collect::<Option<_>>()?))
    }

    /// A datum that breaks in the branch that kind and name allow; any, if there is no such branch.
    fn without_branch(&mut self, pair: Question) -> Vec<Datum> {
        let (reader, writer): (&'s AvroSchema, &'s AvroSchema) = (self.reader, self.writer);
        let to = (writer, pair.writer);
        let mut walk = Walk::between((reader, pair.reader), to);
        let candidates = walk.candidates_of(pair.reader, pair.writer);
        if candidates.is_empty() {
            return self.smallest.of(pair.writer).into_iter().collect();
        }
        let mut data = Vec::new();
        for candidate in candidates {
            let Some(left) = self.branches_left.checked_sub(1) else { break };
            self.branches_left = left;
            let mut walk = Walk::between((reader, candidate), to);
            let first = walk.first_breach(&mut self.steps);
            let Some((breach, inner)) = first else { continue };
            let Some(way) = way(reader, writer, &mut walk, inner) else { continue };
            let broken = self.broken(breach.rule, inner);
            data.extend(broken.into_iter().filter_map(|datum| self.wrap(&way, datum)));
        }
        data
    }

    /// The datum with everything around it that the way leads through.
    fn wrap(&mut self, way: &[Hop], datum: Datum) -> Option<Datum> {
        way.iter().rev().try_fold(datum, |datum, hop| {
            Some(match hop {
                Hop::Item => Datum::Array(vec![datum]),
                Hop::Value => Datum::Map(vec![("key".to_owned(), datum)]),
                Hop::Branch(number) => Datum::Union(*number, Box::new(datum)),
                Hop::Field(written, source, read) => {
                    let Kind::Record(record) = &self.writer.get(*written).kind else { return None };
                    let around = self.around((*read, *written));
                    let mut datum = Some(datum);
                    let fields = record.fields.iter().enumerate().map(|(index, field)| {
                        if index == *source {
                            return datum.take();
                        }
                        self.harmless(around[index], field.ty)
                    });
                    Datum::Record(fields.collect::<Option<_>>()?)
                }
            })
        })
    }

    /// For each field of the writer's record, the reader's type that takes it.
    fn around(&self, records: (TypeId, TypeId)) -> Vec<Option<TypeId>> {
        let (reader, writer) = (self.reader.get(records.0), self.writer.get(records.1));
        let (Kind::Record(reader), Kind::Record(writer)) = (&reader.kind, &writer.kind) else {
            return Vec::new();
        };
        let takes: HashMap<&str, TypeId> = reader
            .fields
            .iter()
            .flat_map(|field| {
                let names = field.aliases.iter().chain([&field.name]);
                names.map(|name| (&**name, field.ty))
            })
            .collect();
        writer.fields.iter().map(|field| takes.get(&*field.name).copied()).collect()
    }

    /// The smallest datum that does not itself break, so that the one at the broken place does.
    fn harmless(&mut self, reader: Option<TypeId>, written: TypeId) -> Option<Datum> {
        let (from, to): (&'s AvroSchema, &'s AvroSchema) = (self.reader, self.writer);
        let Some(reader) = reader else { return self.smallest.of(written) };
        match (&from.get(reader).kind, &to.get(written).kind) {
            (_, Kind::Union(branches)) => match self.read_branch(reader, written, branches) {
                Some(number) => {
                    let datum = self.smallest.of(branches[number])?;
                    Some(Datum::Union(number, Box::new(datum)))
                }
                None => self.smallest.of(written),
            },
            (Kind::Enum(known), Kind::Enum(kind)) => {
                let number = *self.known.entry((reader, written)).or_insert_with(|| {
                    let known: HashSet<&str> =
                        known.symbols.iter().map(|symbol| &**symbol).collect();
                    kind.symbols.iter().position(|symbol| known.contains(&**symbol))
                });
                number.map(Datum::Enum).or_else(|| self.smallest.of(written))
            }
            _ => self.smallest.of(written),
        }
    }

    /// The first branch of the writer's union that has data and is read.
    fn read_branch(
        &mut self,
        reader: TypeId,
        written: TypeId,
        branches: &[TypeId],
    ) -> Option<usize> {
        if let Some(known) = self.known.get(&(reader, written)) {
            return *known;
        }
        let Search { smallest, asked, .. } = self;
        let found = branches
            .iter()
            .position(|branch| smallest.exists(*branch) && asked.reads(reader, *branch));
        self.known.insert((reader, written), found);
        found
    }
}
