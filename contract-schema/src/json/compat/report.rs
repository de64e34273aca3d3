//! From a refused pair to the list of breaches: every difference that breaks, in the order found, with its places.

use super::judge::{Item, Judgement};
use super::{Differ, Found, Mode};
use crate::json::model::JsonSchema;
use crate::json::rules::BEYOND_LIMIT;
use crate::json::tree::NodeId;
use crate::position::{LineIndex, Position};
use crate::rule::Breach;
use std::collections::HashMap;

/// Differences that are told at most.
const TOLD: usize = 1_000;
/// Bytes of paths that are told at most, beside the last one.
const PATHS: usize = 1 << 20;
/// Pairs that are looked into at most: two rings of different length make as many as their product.
const OPENED: usize = 50_000;
/// How often a shared pair is told, each time under another path.
const REPEATS: u8 = 8;

/// Keywords under which the youngest drafts say the same.
const SPELLINGS: [(&str, &[&str]); 2] =
    [("dependencies", &["dependentRequired", "dependentSchemas"]), ("additionalItems", &["items"])];

/// Everything that breaks; never empty for a pair that is not readable.
pub(super) fn breaches(
    differ: &mut Differ<'_, '_>,
    (original, update): (NodeId, NodeId),
    (writer, reader): (&JsonSchema, &JsonSchema),
) -> Vec<Breach> {
    let mut report = Report::new(differ, writer, reader);
    let found = report.all(original, update);
    let breaches: Vec<Breach> =
        found.iter().filter_map(|(frame, found)| report.breach(frame, found)).collect();
    if report.differ.is_spent() || breaches.is_empty() {
        return vec![beyond_limit()];
    }
    breaches
}

/// Names and paths of all differences, harmless ones included, in the order found.
#[cfg(test)]
pub(super) fn differences(
    differ: &mut Differ<'_, '_>,
    (original, update): (NodeId, NodeId),
    (writer, reader): (&JsonSchema, &JsonSchema),
) -> Vec<String> {
    let found = Report::new(differ, writer, reader).all(original, update);
    let line = |(frame, found): &(Place, Found)| {
        format!("{} #/{}", found.difference.name(), joined(&frame.path, &found.tail))
    };
    found.iter().map(line).collect()
}

fn beyond_limit() -> Breach {
    Breach {
        rule: &BEYOND_LIMIT,
        path: "#/".to_owned(),
        detail: String::new(),
        reason: "the {reader} and the {writer} schema take too many steps to compare".to_owned(),
        help: Some(BEYOND_LIMIT.help.to_owned()),
        reader_at: None,
        writer_at: None,
    }
}

struct Report<'d, 'f, 's, 't> {
    differ: &'d mut Differ<'f, 's>,
    /// The writer's text and the reader's.
    lines: [LineIndex<'t>; 2],
    told: HashMap<(NodeId, NodeId), u8>,
    opened: usize,
}

/// Where a pair stands.
#[derive(Clone)]
struct Place {
    /// While walking only the last step, whole in what is found.
    path: String,
    /// The innermost property, for sentences.
    property: String,
    /// The writer's node and the reader's.
    nodes: [NodeId; 2],
    /// Offsets in the two own texts.
    offsets: [Option<u32>; 2],
}

impl<'d, 'f, 's, 't> Report<'d, 'f, 's, 't> {
    fn new(differ: &'d mut Differ<'f, 's>, writer: &'t JsonSchema, reader: &'t JsonSchema) -> Self {
        let lines = [LineIndex::new(writer.text()), LineIndex::new(reader.text())];
        Report { differ, lines, told: HashMap::new(), opened: 0 }
    }

    /// Keeps its own stack: references can lead deeper than a thread's reaches.
    fn all(&mut self, original: NodeId, update: NodeId) -> Vec<(Place, Found)> {
        let start = Place {
            path: String::new(),
            property: String::new(),
            nodes: [original, update],
            offsets: [None, None],
        };
        let (mut all, mut length) = (Vec::new(), 0);
        let mut stack = Vec::from_iter(self.open(&start, String::new(), [original, update]));
        while let Some((place, items)) = stack.last_mut() {
            let is_enough = all.len() >= TOLD || length >= PATHS || self.opened >= OPENED;
            if is_enough || self.differ.is_spent() {
                break;
            }
            match items.next() {
                None => drop(stack.pop()),
                Some(Item::Own(found)) => {
                    let mut place = place.clone();
                    place.path = stack.iter().fold(String::new(), |path, (step, _)| {
                        if path.is_empty() { step.path.clone() } else { path + "/" + &step.path }
                    });
                    length += place.path.len();
                    all.push((place, found));
                }
                Some(Item::Inner { tail, original, update }) => {
                    let next = self.open(place, tail, [original, update]);
                    stack.extend(next);
                }
            }
        }
        all
    }

    /// All that is found of an inner pair, unless it was told often enough.
    fn open(
        &mut self,
        outer: &Place,
        tail: String,
        nodes: [NodeId; 2],
    ) -> Option<(Place, std::vec::IntoIter<Item>)> {
        let ends = nodes.map(|node| self.differ.forest.follow(node));
        let told = self.told.entry((ends[0], ends[1])).or_default();
        *told = told.saturating_add(1);
        if *told > REPEATS {
            return None;
        }
        self.opened += 1;
        let items = loop {
            let items = Judgement::of(self.differ, ends[0], ends[1], Mode::Full).items;
            if self.differ.queue.is_empty() {
                break items;
            }
            // Pairs that nobody asked for while the verdict was sought.
            self.differ.settle();
        };
        let offset = |side: usize| {
            let own = [ends[side], nodes[side]].into_iter().find_map(|node| self.offset(node));
            own.or(outer.offsets[side])
        };
        let named = tail.strip_prefix("properties/");
        let property = named.map_or_else(|| outer.property.clone(), str::to_owned);
        let place = Place { path: tail, property, nodes: ends, offsets: [offset(0), offset(1)] };
        Some((place, items.into_iter()))
    }

    fn breach(&self, place: &Place, found: &Found) -> Option<Breach> {
        if !found.difference.breaks(self.differ.policy) {
            return None;
        }
        let rule = found.difference.rule()?;
        let says = found.difference.says();
        let sentence = says
            .replace("{what}", &found.what)
            .replace("{was}", &found.was)
            .replace("{is}", &found.is);
        let reason = match &*place.property {
            "" => sentence,
            property if says.starts_with("`{what}`") => format!("in `{property}`: {sentence}"),
            property => format!("property `{property}`: {sentence}"),
        };
        Some(Breach {
            rule,
            path: format!("#/{}", joined(&place.path, &found.tail)),
            detail: String::new(),
            reason,
            help: Some(rule.help.to_owned()),
            reader_at: self.position(1, place, found.update, found.keyword),
            writer_at: self.position(0, place, found.original, found.keyword),
        })
    }

    /// The place of the node in question, of the keyword, or of the schema that lacks it. What stands in another text
    /// has the place of what led there.
    fn position(
        &self,
        side: usize,
        place: &Place,
        about: Option<NodeId>,
        keyword: &str,
    ) -> Option<Position> {
        let keyword = || {
            let schema = self.differ.forest.node(place.nodes[side]).place;
            let spelled =
                SPELLINGS.iter().find(|row| row.0 == keyword).map_or(&[][..], |row| row.1);
            let at = std::iter::once(&keyword).chain(spelled).find_map(|word| schema.get(word))?;
            at.is_own().then_some(at.node().span.start)
        };
        let about = about.map_or_else(keyword, |node| self.offset(node));
        Some(self.lines[side].position(about.or(place.offsets[side])?))
    }

    /// Where a node stands in its side's own text.
    fn offset(&self, node: NodeId) -> Option<u32> {
        let place = self.differ.forest.node(node).place;
        place.is_own().then_some(place.node().span.start)
    }
}

fn joined(path: &str, tail: &str) -> String {
    match (path, tail) {
        ("", tail) => tail.to_owned(),
        (path, "") => path.to_owned(),
        (path, tail) => format!("{path}/{tail}"),
    }
}
