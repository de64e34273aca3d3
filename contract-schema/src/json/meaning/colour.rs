//! Colours: schemas of one colour say the same, so nothing has to be proved about them.
//!
//! Schemas from which no circle can be reached are painted from the leaves up. The others start alike and are told
//! apart round by round; where that takes too long each of them keeps a colour to itself.

use super::{Demand, Id, Kind, Meanings};
use crate::json::exact;
use std::collections::HashMap;

/// Equal colours, equal demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(in crate::json) struct Colour(u32);

/// Schemas that are painted over again in all rounds together.
const STROKES: usize = 2_000_000;

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

impl Meanings<'_> {
    pub(super) fn paint(&mut self) {
        let mut palette = Palette::default();
        let mut colours: Vec<Option<u32>> = vec![None; self.nodes.len()];
        self.paint_leaves(&mut palette, &mut colours);
        self.paint_circles(&mut palette, &mut colours);
        for at in 0..self.nodes.len() {
            let end = self.ends[at].0 as usize;
            self.nodes[at].colour = Colour(colours[end].unwrap_or_default());
            for demand in 0..self.nodes[at].demands.len() {
                let colour = self.demand(&mut palette, &self.nodes[at].demands[demand], &colours);
                self.nodes[at].demands[demand].colour = Colour(colour);
            }
        }
    }

    fn paint_leaves(&self, palette: &mut Palette, colours: &mut [Option<u32>]) {
        let mut above: Vec<Vec<u32>> = vec![Vec::new(); self.nodes.len()];
        let mut open = vec![0_usize; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate() {
            for below in node.demands.iter().flat_map(|demand| demand.kind.below()) {
                open[at] += 1;
                above[self.end(below).0 as usize].push(at as u32);
            }
        }
        let mut ready: Vec<usize> = (0..open.len()).filter(|at| open[*at] == 0).collect();
        while let Some(at) = ready.pop() {
            colours[at] = Some(self.node(palette, at, colours));
            for upper in &above[at] {
                let upper = *upper as usize;
                open[upper] -= 1;
                if open[upper] == 0 {
                    ready.push(upper);
                }
            }
        }
    }

    fn paint_circles(&self, palette: &mut Palette, colours: &mut [Option<u32>]) {
        let is_end = |at: &usize| self.ends[*at].0 as usize == *at;
        let circle: Vec<usize> =
            (0..colours.len()).filter(|at| colours[*at].is_none()).filter(is_end).collect();
        let start = palette.fresh();
        circle.iter().for_each(|at| colours[*at] = Some(start));
        let (mut kinds, mut strokes) = (usize::from(!circle.is_empty()), 0);
        loop {
            strokes += circle.len();
            if strokes > STROKES {
                circle.iter().for_each(|at| colours[*at] = Some(palette.fresh()));
                return;
            }
            let round: Vec<u32> =
                circle.iter().map(|at| self.node(palette, *at, colours)).collect();
            circle.iter().zip(&round).for_each(|(at, colour)| colours[*at] = Some(*colour));
            let mut told = round;
            told.sort_unstable();
            told.dedup();
            // What was told apart stays so: as many kinds as before are the same kinds.
            if told.len() == kinds {
                return;
            }
            kinds = told.len();
        }
    }

    fn node(&self, palette: &mut Palette, at: usize, colours: &[Option<u32>]) -> u32 {
        let node = &self.nodes[at];
        let demands = node.demands.iter();
        let mut parts: Vec<u32> =
            demands.map(|demand| self.demand(palette, demand, colours)).collect();
        parts.sort_unstable();
        parts.push(u32::from(node.is_false));
        palette.mixed(parts)
    }

    fn demand(&self, palette: &mut Palette, demand: &Demand<'_>, colours: &[Option<u32>]) -> u32 {
        let colour = |id: &Id| colours[self.end(*id).0 as usize].unwrap_or_default();
        let mut parts = Vec::new();
        let name = match &demand.kind {
            Kind::Items(items) => {
                parts.push(items.rest.as_ref().map_or(0, |rest| colour(rest) + 1));
                parts.extend(items.listed.iter().map(colour));
                "items"
            }
            Kind::Contains(contains) => {
                let counts = format!("{} {:?}", contains.least, contains.most);
                parts.extend([colour(&contains.schema), palette.text(&counts)]);
                parts.push(u32::from(contains.evaluates));
                "contains"
            }
            Kind::Members(members) => {
                parts.push(members.rest.as_ref().map_or(0, |rest| colour(rest) + 1));
                for list in [&members.listed, &members.patterns] {
                    parts.push(list.len() as u32);
                    parts.extend(named(palette, list, colour));
                }
                "properties"
            }
            Kind::DependentSchemas(list) => {
                parts.extend(named(palette, list, colour));
                "dependentSchemas"
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
            plain => match palette.plain(plain, demand.keyword, &mut parts) {
                Some(name) => name,
                None => return palette.fresh(),
            },
        };
        parts.push(palette.text(name));
        palette.mixed(parts)
    }
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
    /// The strokes of a demand without schemas below, and its name; `None` for what is equal to nothing.
    fn plain<'s>(
        &mut self,
        kind: &Kind<'s>,
        keyword: &'s str,
        parts: &mut Vec<u32>,
    ) -> Option<&'s str> {
        match kind {
            Kind::Types(types) => {
                parts.push(types.bits());
                return Some("type");
            }
            Kind::Values(values) => {
                parts.extend(values.iter().map(|value| self.text(&exact::key(value))));
                parts.sort_unstable();
                parts.dedup();
                return Some("enum");
            }
            Kind::Least(bound) | Kind::Most(bound) => {
                parts.extend([self.text(&bound.at.spelled()), u32::from(bound.is_exclusive)]);
                return Some(if matches!(kind, Kind::Least(_)) { "minimum" } else { "maximum" });
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
                return Some("dependentRequired");
            }
            // What nobody can judge is at best equal to what says the same and refers to nothing.
            Kind::Meant(value) | Kind::Opaque(Some(value)) => {
                let text = exact::key(value);
                if text.contains("Ref\"") || text.contains("ref\"") {
                    return None;
                }
                parts.push(self.text(&text));
            }
            Kind::Opaque(None) | Kind::Dynamic(_) => return None,
            // The name says it all; what has schemas below is painted by the caller.
            _ => {}
        }
        Some(keyword)
    }
}
