//! From a proof that failed to the list of breaches: the demands at which it ended, with their places.

use super::Prover;
use super::case::Case;
use crate::json::meaning::{Id, Kind, Meaning};
use crate::json::model::JsonSchema;
use crate::json::rules::wire;
use crate::position::{LineIndex, Position};
use crate::rule::Breach;
use std::collections::HashSet;

/// Breaches that are told at most.
const TOLD: usize = 200;
/// Characters of a value that are shown.
const SHOWN: usize = 60;
/// Steps kept for the report of a proof that used up its own.
const STEPS: usize = 500_000;

/// What is not proved.
pub(super) enum Item {
    /// A demand of a schema about the value itself, by number; the schema `false` has none. A required property has its
    /// name.
    Own { owner: Id, demand: Option<usize>, tail: String, name: Option<String> },
    /// A schema for something inside.
    Inner { tail: String, writer: Vec<Id>, reader: Id },
}

/// Where a goal stands.
#[derive(Clone, Default)]
struct Place {
    path: String,
    property: String,
    /// A keyword above that speaks for all below.
    context: Option<&'static str>,
    writer: Vec<Id>,
    /// The writer's and the reader's offset.
    offsets: [Option<u32>; 2],
}

/// Every demand that is not proved and not told by the standard comparison.
pub(super) fn breaches(
    prover: &mut Prover<'_, '_>,
    (writer, reader): (Id, Id),
    (old, new): (&JsonSchema, &JsonSchema),
    standard: &[Breach],
) -> Vec<Breach> {
    let was_spent = prover.is_spent();
    let lines = [LineIndex::new(old.text()), LineIndex::new(new.text())];
    let mut report = Report { prover, lines, found: Vec::new(), seen: HashSet::new() };
    if !was_spent {
        report.prover.steps_left = report.prover.steps_left.max(STEPS);
        report.walk(writer, reader);
    }
    let Report { prover, mut found, .. } = report;
    if was_spent || prover.is_spent() || found.is_empty() {
        found.clear();
    }
    found.retain(|breach| !standard.iter().any(|told| speaks_of(told, breach)));
    // Refused already: nobody has to know that there might be more.
    if found.is_empty() && standard.is_empty() { vec![beyond_limit()] } else { found }
}

/// Keywords of which the standard speaks under another name.
const TWINS: [(&str, &str); 5] = [
    ("/required/", "/properties/"),
    ("/dependentRequired", "/dependencies/"),
    ("/dependentSchemas", "/dependencies/"),
    ("/contains", "/minContains"),
    ("/contains", "/maxContains"),
];

/// Whether a standard breach speaks of the same place: it stands at it or above it, or is about a part of the keyword.
fn speaks_of(told: &Breach, breach: &Breach) -> bool {
    let (above, below) = (&*told.path, &*breach.path);
    let is_under = |above: &str, below: &str| {
        below.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_twin = |(ours, theirs): &(&str, &str)| {
        below.rsplit_once(ours).is_some_and(|(base, name)| {
            above
                .strip_prefix(base)
                .and_then(|rest| rest.strip_prefix(theirs))
                .is_some_and(|rest| name.is_empty() || rest == name)
        })
    };
    match above {
        "#/" => !below[2.min(below.len())..].contains('/'),
        _ => is_under(above, below) || is_under(below, above) || TWINS.iter().any(is_twin),
    }
}

/// The proof took too many steps.
pub(in crate::json) fn beyond_limit() -> Breach {
    let row = wire::of("");
    Breach {
        rule: &row.rule,
        path: "#/".to_owned(),
        detail: String::new(),
        reason: row.says.to_owned(),
        help: Some(row.rule.help.to_owned()),
        reader_at: None,
        writer_at: None,
    }
}

struct Report<'p, 'm, 's, 't> {
    prover: &'p mut Prover<'m, 's>,
    /// The writer's text and the reader's.
    lines: [LineIndex<'t>; 2],
    found: Vec<Breach>,
    seen: HashSet<(Vec<Id>, Id)>,
}

impl<'m, 's> Report<'_, 'm, 's, '_> {
    /// Keeps its own stack: references can lead deeper than a thread's reaches.
    fn walk(&mut self, writer: Id, reader: Id) {
        let mut waiting = vec![(Place::default(), vec![writer], reader)];
        while let Some((mut place, writer, reader)) = waiting.pop() {
            if self.found.len() >= TOLD || self.prover.is_spent() {
                return;
            }
            if !self.seen.insert((writer.clone(), reader)) {
                continue;
            }
            self.arrive(&mut place, &writer, reader);
            let items = self.items(&writer, reader);
            let mut inner = Vec::new();
            for item in items {
                match item {
                    Item::Own { owner, demand, tail, name } => {
                        self.tell(&place, (owner, demand), &tail, name.as_deref());
                    }
                    Item::Inner { tail, writer, reader } => {
                        inner.push((place.inside(&tail), writer, reader));
                    }
                }
            }
            waiting.extend(inner.into_iter().rev());
        }
    }

    /// Remembers where the two sides stand.
    fn arrive(&self, place: &mut Place, writer: &[Id], reader: Id) {
        place.writer = writer.to_vec();
        let offset = |id: &Id| own_offset(self.prover.meanings.get(*id));
        if let Some(at) = writer.iter().find_map(offset) {
            place.offsets[0] = Some(at);
        }
        if let Some(at) = offset(&reader) {
            place.offsets[1] = Some(at);
        }
    }

    /// What of the reader's schema is not proved; asked until no goal waits any more.
    fn items(&mut self, writer: &[Id], reader: Id) -> Vec<Item> {
        let case = Case::of(self.prover.meanings, writer);
        loop {
            let mut items = Vec::new();
            self.prover.explain(&case, reader, "", 0, &mut items);
            if self.prover.queue.is_empty() {
                return items;
            }
            self.prover.settle();
        }
    }

    fn tell(
        &mut self,
        place: &Place,
        (owner, demand): (Id, Option<usize>),
        tail: &str,
        name: Option<&str>,
    ) {
        let meaning = self.prover.meanings.get(owner);
        let demand = demand.map(|number| &meaning.demands[number]);
        let keyword = demand.map_or("false", |demand| demand.keyword);
        let row = wire::of(place.context.unwrap_or(keyword));
        let at = meaning.place.and_then(|place| place.get(keyword));
        let value = at.map(|at| at.node().to_compact_start(SHOWN + 2));
        let shown = match (&value, keyword) {
            _ if name.is_some() => format!("`{}`", cut(name.unwrap_or_default())),
            (Some(value), "format" | "type" | "$ref") => {
                format!("`{}`", cut(value.trim_matches('"')))
            }
            (Some(value), _) => format!("`{keyword}: {}`", cut(value)),
            (None, _) => format!("`{keyword}`"),
        };
        let sentence = row.says.replace("{is}", &shown).replace("{what}", keyword);
        let reason = match &*place.property {
            "" => sentence,
            property => format!("property `{property}`: {sentence}"),
        };
        let parts = [&*place.path, tail, keyword, name.unwrap_or_default()];
        let path = parts.into_iter().filter(|part| !part.is_empty());
        let path = path.filter(|part| *part != "false").collect::<Vec<_>>().join("/");
        let reader_at = at.filter(|at| at.is_own()).map(|at| at.node().span.start);
        let reader_at = reader_at.or(own_offset(meaning)).or(place.offsets[1]);
        let in_writer = place.writer.iter().find_map(|id| {
            let at = self.prover.meanings.get(*id).place?.get(keyword)?;
            at.is_own().then_some(at.node().span.start)
        });
        let writer_at = in_writer.or(place.offsets[0]);
        let position = |side: usize, at: Option<u32>| -> Option<Position> {
            Some(self.lines[side].position(at?))
        };
        self.found.push(Breach {
            rule: &row.rule,
            path: format!("#/{path}"),
            detail: String::new(),
            reason,
            help: Some(row.rule.help.to_owned()),
            reader_at: position(1, reader_at),
            writer_at: position(0, writer_at),
        });
    }
}

impl Place {
    fn inside(&self, tail: &str) -> Place {
        let path = match &*self.path {
            "" => tail.to_owned(),
            path => format!("{path}/{tail}"),
        };
        let named = tail.rsplit_once("properties/").map(|(_, name)| name.to_owned());
        let property = named.unwrap_or_else(|| self.property.clone());
        let is_pattern = tail.contains("patternProperties/");
        let context = self.context.or(is_pattern.then_some("patternProperties"));
        Place { path, property, context, ..self.clone() }
    }
}

fn own_offset(meaning: &Meaning<'_>) -> Option<u32> {
    let place = meaning.place?;
    place.is_own().then_some(place.node().span.start)
}

impl<'m, 's> Prover<'m, 's> {
    /// The demands of a schema that a value of the case is not shown to satisfy.
    fn explain(
        &mut self,
        case: &Case<'m, 's>,
        schema: Id,
        tail: &str,
        depth: usize,
        items: &mut Vec<Item>,
    ) {
        let owner = self.meanings.end(schema);
        let meaning = self.meanings.get(owner);
        if meaning.is_false {
            let (tail, demand, name) = (tail.to_owned(), None, None);
            return items.push(Item::Own { owner, demand, tail, name });
        }
        for (number, demand) in meaning.demands.iter().enumerate() {
            if self.satisfies(case, owner, demand, depth) {
                continue;
            }
            let before = items.len();
            let own = |name| Item::Own { owner, demand: Some(number), tail: tail.to_owned(), name };
            match &demand.kind {
                Kind::All(list) if depth < 16 => {
                    for (at, member) in list.iter().enumerate() {
                        if !self.holds(case, *member, depth + 1) {
                            let step = if demand.keyword == "allOf" {
                                &*format!("allOf/{at}")
                            } else {
                                ""
                            };
                            self.explain(case, *member, &joined(tail, step), depth + 1, items);
                        }
                    }
                }
                Kind::Reference(target) if depth < 16 => {
                    self.explain(case, *target, tail, depth + 1, items);
                }
                Kind::Required(names) => {
                    let lacks = |name: &&&str| !case.facts.required.contains(**name);
                    let names = names.iter().filter(lacks);
                    items.extend(names.map(|name| own(Some((*name).to_owned()))));
                }
                kind => {
                    let inner = self.inside(case, owner, kind).into_iter();
                    items.extend(inner.map(|item| item.under(tail)));
                }
            }
            if items.len() == before {
                items.push(own(None));
            }
        }
    }

    /// What is not shown to hold inside of the value.
    fn inside(&mut self, case: &Case<'m, 's>, owner: Id, kind: &Kind<'s>) -> Vec<Item> {
        let mut found = Vec::new();
        let unevaluated = match kind {
            Kind::Members(members) => {
                self.members_hold(case, members, &mut Some(&mut found));
                return found;
            }
            Kind::Items(list) => {
                self.items_hold(case, list, &mut Some(&mut found));
                return found;
            }
            Kind::UnevaluatedProperties(rest) => {
                let sure = self.surely_evaluated(owner, *rest);
                self.members_hold(case, &sure, &mut Some(&mut found));
                "unevaluatedProperties"
            }
            Kind::UnevaluatedItems(rest) => {
                let sure = self.surely_listed(owner, *rest);
                self.items_hold(case, &sure, &mut Some(&mut found));
                "unevaluatedItems"
            }
            _ => return found,
        };
        for item in &mut found {
            if let Item::Inner { tail, .. } = item
                && matches!(&**tail, "additionalProperties" | "additionalItems" | "items")
            {
                unevaluated.clone_into(tail);
            }
        }
        found
    }
}

impl Item {
    fn under(self, path: &str) -> Item {
        match self {
            Item::Own { owner, demand, tail, name } => {
                Item::Own { owner, demand, tail: joined(path, &tail), name }
            }
            Item::Inner { tail, writer, reader } => {
                Item::Inner { tail: joined(path, &tail), writer, reader }
            }
        }
    }
}

/// Short enough for a sentence.
fn cut(value: &str) -> String {
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

fn joined(path: &str, tail: &str) -> String {
    match (path, tail) {
        ("", tail) => tail.to_owned(),
        (path, "") => path.to_owned(),
        (path, tail) => format!("{path}/{tail}"),
    }
}
