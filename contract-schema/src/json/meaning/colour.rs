//! Colours: schemas of one colour say the same, so nothing has to be proved about them.
//!
//! Schemas from which no circle can be reached are painted from the leaves up. The others start alike and are told
//! apart, those first that say something else; where that takes too long each of them keeps a colour to itself.

use super::{Demand, Id, Kind, Meanings, Unread};
use crate::json::exact;
use std::collections::{HashMap, HashSet};

/// Equal colours, equal demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(in crate::json) struct Colour(u32);

/// Schemas that are painted over again in all rounds together.
const STROKES: usize = 500_000;

/// Colours given so far, by what they stand for.
#[derive(Default)]
struct Palette {
    texts: HashMap<Box<str>, u32>,
    mixed: HashMap<Box<[u32]>, u32>,
    next: u32,
}

impl Palette {
    fn text(&mut self, text: &str) -> u32 {
        if let Some(known) = self.texts.get(text) {
            return *known;
        }
        let next = self.texts.len() as u32;
        self.texts.insert(text.into(), next);
        next
    }

    fn mixed(&mut self, parts: Vec<u32>) -> u32 {
        let next = &mut self.next;
        *self.mixed.entry(parts.into_boxed_slice()).or_insert_with(|| {
            *next += 1;
            *next
        })
    }

    fn fresh(&mut self) -> u32 {
        self.next += 1;
        self.next
    }
}

/// The colours of the schemas, as far as they are known, and those of the demands that no other schema decides.
struct Canvas {
    schemas: Vec<Option<u32>>,
    plain: Vec<Vec<Option<u32>>>,
}

impl Meanings<'_> {
    pub(super) fn paint(&mut self) {
        let mut palette = Palette::default();
        let plain = self.nodes.iter().map(|node| {
            let demands = node.demands.iter();
            demands.map(|demand| palette.plain(&demand.kind, demand.keyword)).collect()
        });
        let plain = plain.collect();
        let mut canvas = Canvas { schemas: vec![None; self.nodes.len()], plain };
        self.paint_leaves(&mut palette, &mut canvas);
        self.paint_circles(&mut palette, &mut canvas);
        for at in 0..self.nodes.len() {
            let end = self.ends[at].0 as usize;
            self.nodes[at].colour = Colour(canvas.schemas[end].unwrap_or_default());
            for demand in 0..self.nodes[at].demands.len() {
                let colour = self.demand(&mut palette, &canvas, (at, demand));
                self.nodes[at].demands[demand].colour = Colour(colour);
            }
        }
    }

    /// For each schema those that hold it.
    fn holders(&self) -> Vec<Vec<u32>> {
        let mut above: Vec<Vec<u32>> = vec![Vec::new(); self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate() {
            for below in node.demands.iter().flat_map(|demand| demand.kind.below()) {
                above[self.end(below).0 as usize].push(at as u32);
            }
        }
        above
    }

    fn paint_leaves(&self, palette: &mut Palette, canvas: &mut Canvas) {
        let above = self.holders();
        let mut open = vec![0_usize; self.nodes.len()];
        above.iter().flatten().for_each(|at| open[*at as usize] += 1);
        let mut ready: Vec<usize> = (0..open.len()).filter(|at| open[*at] == 0).collect();
        while let Some(at) = ready.pop() {
            canvas.schemas[at] = Some(self.node(palette, at, canvas));
            for upper in &above[at] {
                let upper = *upper as usize;
                open[upper] -= 1;
                if open[upper] == 0 {
                    ready.push(upper);
                }
            }
        }
    }

    /// All of one colour at first. Schemas of one colour that say different things are told apart; the largest group
    /// keeps the colour, so that only what holds one of the others has to be looked at again, and no schema often.
    fn paint_circles(&self, palette: &mut Palette, canvas: &mut Canvas) {
        let is_end = |at: &usize| self.ends[*at].0 as usize == *at;
        let circle: Vec<usize> = (0..self.nodes.len())
            .filter(|at| canvas.schemas[*at].is_none())
            .filter(is_end)
            .collect();
        let start = palette.fresh();
        circle.iter().for_each(|at| canvas.schemas[*at] = Some(start));
        let above = self.holders();
        let mut kinds: HashMap<u32, Vec<usize>> = HashMap::from([(start, circle.clone())]);
        let mut waiting: Vec<usize> = circle.clone();
        let mut strokes = 0;
        while !waiting.is_empty() {
            waiting.sort_unstable();
            waiting.dedup();
            strokes += waiting.len();
            if strokes > STROKES {
                circle.iter().for_each(|at| canvas.schemas[*at] = Some(palette.fresh()));
                return;
            }
            let mut touched: HashMap<u32, HashMap<u32, Vec<usize>>> = HashMap::new();
            for at in std::mem::take(&mut waiting) {
                let said = self.node(palette, at, canvas);
                let kind = canvas.schemas[at].unwrap_or_default();
                touched.entry(kind).or_default().entry(said).or_default().push(at);
            }
            let mut moved = Vec::new();
            let mut kinds_touched: Vec<u32> = touched.keys().copied().collect();
            kinds_touched.sort_unstable();
            for kind in kinds_touched {
                let groups = touched.remove(&kind).unwrap_or_default();
                self.split((kind, groups), palette, canvas, &mut kinds, &mut moved);
            }
            waiting
                .extend(moved.into_iter().flat_map(|at: usize| &above[at]).map(|at| *at as usize));
            waiting.retain(|at| {
                is_end(at) && kinds.contains_key(&canvas.schemas[*at].unwrap_or_default())
            });
        }
    }

    /// Gives the groups of a kind colours of their own, but for the largest; those that were not looked at say what
    /// they all said before.
    fn split(
        &self,
        (kind, mut groups): (u32, HashMap<u32, Vec<usize>>),
        palette: &mut Palette,
        canvas: &mut Canvas,
        kinds: &mut HashMap<u32, Vec<usize>>,
        moved: &mut Vec<usize>,
    ) {
        let members = kinds.remove(&kind).unwrap_or_default();
        let looked: usize = groups.values().map(Vec::len).sum();
        if looked < members.len() {
            let seen: HashSet<usize> = groups.values().flatten().copied().collect();
            let others: Vec<usize> = members.into_iter().filter(|at| !seen.contains(at)).collect();
            let said = others.first().map(|at| self.node(palette, *at, canvas));
            groups.entry(said.unwrap_or_default()).or_default().extend(others);
        }
        let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group.first().copied()));
        let mut groups = groups.into_iter();
        kinds.insert(kind, groups.next().unwrap_or_default());
        for group in groups {
            let colour = palette.fresh();
            group.iter().for_each(|at| canvas.schemas[*at] = Some(colour));
            moved.extend(&group);
            kinds.insert(colour, group);
        }
    }

    fn node(&self, palette: &mut Palette, at: usize, canvas: &Canvas) -> u32 {
        let node = &self.nodes[at];
        let demands = 0..node.demands.len();
        let mut parts: Vec<u32> =
            demands.map(|demand| self.demand(palette, canvas, (at, demand))).collect();
        parts.sort_unstable();
        parts.push(u32::from(node.is_false));
        palette.mixed(parts)
    }

    fn demand(&self, palette: &mut Palette, canvas: &Canvas, (at, number): (usize, usize)) -> u32 {
        if let Some(plain) = canvas.plain[at][number] {
            return plain;
        }
        let demand = &self.nodes[at].demands[number];
        let colour = |id: &Id| canvas.schemas[self.end(*id).0 as usize].unwrap_or_default();
        let mut parts = Vec::new();
        let name = self.strokes(palette, demand, &colour, &mut parts);
        parts.push(palette.text(name));
        palette.mixed(parts)
    }

    /// The colours of the schemas below a demand and whatever else it says, and its name.
    fn strokes<'d>(
        &self,
        palette: &mut Palette,
        demand: &Demand<'d>,
        colour: &dyn Fn(&Id) -> u32,
        parts: &mut Vec<u32>,
    ) -> &'d str {
        match &demand.kind {
            Kind::Items(_) | Kind::Contains(_) | Kind::Members(_) | Kind::DependentSchemas(_) => {
                inside(palette, &demand.kind, colour, parts)
            }
            Kind::Names(id)
            | Kind::Not(id)
            | Kind::UnevaluatedItems(id)
            | Kind::UnevaluatedProperties(id) => {
                parts.push(colour(id));
                demand.keyword
            }
            Kind::Reference(id) => {
                parts.push(colour(id));
                "$ref"
            }
            Kind::All(list) | Kind::Any(list) | Kind::One(list) => {
                parts.extend(list.iter().map(colour));
                parts.sort_unstable();
                demand.keyword
            }
            Kind::If(conditional) => {
                parts.push(colour(&conditional.test));
                let more = [&conditional.then, &conditional.otherwise];
                parts.extend(more.map(|part| part.as_ref().map_or(0, |id| colour(id) + 1)));
                "if"
            }
            Kind::Meant(unread) | Kind::Opaque(Some(unread)) => {
                parts.push(palette.text(&exact::key(unread.value)));
                parts.extend(unread.leads_to.iter().flatten().map(colour));
                demand.keyword
            }
            Kind::Types(_)
            | Kind::Values(_)
            | Kind::Least(_)
            | Kind::Most(_)
            | Kind::Step(_)
            | Kind::MinLength(_)
            | Kind::MaxLength(_)
            | Kind::Pattern(_)
            | Kind::Format(_)
            | Kind::Content(_)
            | Kind::MinItems(_)
            | Kind::MaxItems(_)
            | Kind::Unique
            | Kind::MinProperties(_)
            | Kind::MaxProperties(_)
            | Kind::Required(_)
            | Kind::DependentNames(_)
            | Kind::Dynamic(_)
            | Kind::Opaque(None) => unreachable!("these are painted as plain demands"),
        }
    }
}

/// The same for demands of what is inside of the value, or beside a property.
fn inside(
    palette: &mut Palette,
    kind: &Kind<'_>,
    colour: &dyn Fn(&Id) -> u32,
    parts: &mut Vec<u32>,
) -> &'static str {
    if let Kind::Items(items) = kind {
        parts.push(items.rest.as_ref().map_or(0, |rest| colour(rest) + 1));
        parts.extend(items.listed.iter().map(colour));
        return "items";
    }
    if let Kind::Contains(contains) = kind {
        let counts = [contains.least, contains.most.unwrap_or_default()];
        let counts = counts.map(|count| [(count >> 32) as u32, count as u32]);
        parts.extend([u32::from(contains.evaluates), u32::from(contains.most.is_some())]);
        parts.push(colour(&contains.schema));
        parts.extend(counts.concat());
        return "contains";
    }
    if let Kind::Members(members) = kind {
        parts.push(members.rest.as_ref().map_or(0, |rest| colour(rest) + 1));
        parts.push(members.listed.len() as u32);
        parts.extend(named(palette, &members.listed, colour));
        parts.extend(named(palette, &members.patterns, colour));
        return "properties";
    }
    if let Kind::DependentSchemas(list) = kind {
        parts.extend(named(palette, list, colour));
    }
    "dependentSchemas"
}

/// Names with the colours of their schemas, in an order of their own.
fn named(
    palette: &mut Palette,
    list: &[(&str, Id)],
    colour: impl Fn(&Id) -> u32,
) -> impl Iterator<Item = u32> {
    let mut named: Vec<_> =
        list.iter().map(|(name, id)| [palette.text(name), colour(id)]).collect();
    named.sort_unstable();
    named.into_iter().flatten()
}

impl Palette {
    /// The colour of a demand that no other schema decides; of those that are equal to nothing a new one.
    fn plain(&mut self, kind: &Kind<'_>, keyword: &str) -> Option<u32> {
        let mut parts = Vec::new();
        let mut name = keyword;
        match kind {
            Kind::Types(types) => {
                parts.push(types.bits());
                name = "type";
            }
            Kind::Values(values) => {
                parts.extend(values.iter().map(|value| self.text(&exact::key(value))));
                parts.sort_unstable();
                parts.dedup();
                name = "enum";
            }
            Kind::Least(bound) | Kind::Most(bound) => {
                parts.extend([self.text(&bound.at.spelled()), u32::from(bound.is_exclusive)]);
                name = if matches!(kind, Kind::Least(_)) { "minimum" } else { "maximum" };
            }
            Kind::Step(step) => parts.push(self.text(&step.spelled())),
            Kind::MinLength(count)
            | Kind::MaxLength(count)
            | Kind::MinItems(count)
            | Kind::MaxItems(count)
            | Kind::MinProperties(count)
            | Kind::MaxProperties(count) => parts.extend([(count >> 32) as u32, *count as u32]),
            Kind::Pattern(text) | Kind::Format(text) | Kind::Content(text) => {
                parts.push(self.text(text));
            }
            Kind::Required(names) => {
                parts.extend(names.iter().map(|name| self.text(name)));
                parts.sort_unstable();
                parts.dedup();
            }
            Kind::DependentNames(list) => {
                for (name, names) in list {
                    parts.extend([self.text(name), names.len() as u32]);
                    parts.extend(names.iter().map(|name| self.text(name)));
                }
                name = "dependentRequired";
            }
            Kind::Unique => {}
            // What was not looked into is equal to nothing.
            Kind::Opaque(None)
            | Kind::Dynamic(_)
            | Kind::Opaque(Some(Unread { leads_to: None, .. }))
            | Kind::Meant(Unread { leads_to: None, .. }) => return Some(self.fresh()),
            Kind::Opaque(Some(_))
            | Kind::Meant(_)
            | Kind::Items(_)
            | Kind::Contains(_)
            | Kind::Members(_)
            | Kind::Names(_)
            | Kind::DependentSchemas(_)
            | Kind::UnevaluatedItems(_)
            | Kind::UnevaluatedProperties(_)
            | Kind::All(_)
            | Kind::Any(_)
            | Kind::One(_)
            | Kind::Not(_)
            | Kind::If(_)
            | Kind::Reference(_) => return None,
        }
        parts.push(self.text(name));
        Some(self.mixed(parts))
    }
}
