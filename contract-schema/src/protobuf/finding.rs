//! From what a walk finds to the breaches that are told: what was said already, and places in the schemas' own texts.

use super::compat::Place;
use super::member::Members;
use super::model::ProtoSchema;
use super::pairs::{self, Pair, Sides};
use crate::position::Position;
use crate::rule::{Breach, Rule};
use prost_reflect::MessageDescriptor;
use std::collections::{HashMap, HashSet};

/// A breach before its places are looked up.
pub(super) struct Finding {
    pub(super) rule: &'static Rule,
    pub(super) path: String,
    pub(super) reader: Option<Place>,
    pub(super) writer: Option<Place>,
    pub(super) reason: String,
    pub(super) help: Option<String>,
}

/// The places of which findings speak.
pub(super) struct Told {
    paths: HashSet<String>,
    places: HashSet<(Place, Place)>,
}

impl Told {
    pub(super) fn of(findings: &[Finding]) -> Told {
        let places = |found: &Finding| found.reader.clone().zip(found.writer.clone());
        Told {
            paths: findings.iter().map(|found| found.path.clone()).collect(),
            places: findings.iter().filter_map(places).collect(),
        }
    }

    pub(super) fn has(&self, found: &Finding) -> bool {
        let place = found.reader.clone().zip(found.writer.clone());
        self.paths.contains(&found.path) || place.is_some_and(|place| self.places.contains(&place))
    }
}

/// The findings with lines and columns.
pub(super) fn breaches(sides: Sides<'_>, findings: Vec<Finding>) -> Vec<Breach> {
    let mut leads: Option<[Leads; 2]> = None;
    let mut position = |side: Side, place: Option<Place>| -> Option<Position> {
        let (place, schema) = (place?, side.schema(sides));
        if place.file == schema.name {
            return place.position(schema);
        }
        let [reader, writer] = leads.get_or_insert_with(|| Leads::of_both(sides));
        let leads = match side {
            Side::Reader => reader,
            Side::Writer => writer,
        };
        leads.to(&place)?.position(schema)
    };
    let told = findings.into_iter().map(|found| Breach {
        rule: found.rule,
        path: found.path,
        detail: String::new(),
        reason: found.reason,
        help: Some(found.help.unwrap_or_else(|| found.rule.help.to_owned())),
        reader_at: position(Side::Reader, found.reader),
        writer_at: position(Side::Writer, found.writer),
    });
    told.collect()
}

#[derive(Clone, Copy)]
enum Side {
    Reader,
    Writer,
}

impl Side {
    fn schema(self, sides: Sides<'_>) -> &ProtoSchema {
        match self {
            Side::Reader => sides.reader,
            Side::Writer => sides.writer,
        }
    }

    fn message(self, pair: &Pair) -> (&MessageDescriptor, &Members) {
        match self {
            Side::Reader => (&pair.reader, &pair.reader_members),
            Side::Writer => (&pair.writer, &pair.writer_members),
        }
    }
}

/// The fields of a schema's own text that lead to what its imports define: only that text can still be edited, and only
/// its lines are known to whoever sent it.
#[derive(Default)]
struct Leads {
    messages: HashMap<(String, Vec<i32>), Place>,
    files: HashMap<String, Place>,
}

impl Leads {
    fn of_both(sides: Sides<'_>) -> [Leads; 2] {
        let pairs = pairs::messages(sides);
        [Side::Reader, Side::Writer].map(|side| Leads::of(side, side.schema(sides), &pairs))
    }

    fn of(side: Side, schema: &ProtoSchema, pairs: &[Pair]) -> Leads {
        let mut leads = Leads::default();
        let mut known: Vec<Option<Place>> = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let (message, _) = side.message(pair);
            let file = message.parent_file();
            let lead = pair.from.filter(|_| file.name() != schema.name).and_then(|(at, number)| {
                let (around, members) = side.message(&pairs[at]);
                let is_own = around.parent_file().name() == schema.name;
                match is_own {
                    true => Some(members.get(&number)?.place.clone()),
                    false => known[at].clone(),
                }
            });
            if let Some(lead) = &lead {
                let key = (file.name().to_owned(), message.path().to_vec());
                leads.messages.entry(key).or_insert_with(|| lead.clone());
                leads.files.entry(file.name().to_owned()).or_insert_with(|| lead.clone());
            }
            known.push(lead);
        }
        leads
    }

    /// The field that leads to the innermost message around a place, or else to its file.
    fn to(&self, place: &Place) -> Option<&Place> {
        let around = (0..=place.path.len()).rev().find_map(|length| {
            self.messages.get(&(place.file.clone(), place.path[..length].to_vec()))
        });
        around.or_else(|| self.files.get(&place.file))
    }
}
