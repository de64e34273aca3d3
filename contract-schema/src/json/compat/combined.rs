//! Two combinations: criteria, numbers of members, and whether the members can be paired.

use super::judge::Judgement;
use crate::json::rules::Difference as D;
use crate::json::tree::{Combined, Criterion, Kind, NodeId};
use crate::json_text::Node;
use std::collections::{HashMap, HashSet, VecDeque};

/// Pairs that are tried only for the sake of a verdict.
const MANY: usize = 10_000;

impl Judgement<'_, '_, '_> {
    pub(super) fn combinations(&mut self, old: &Combined, new: &Combined) {
        let (was, is) = (old.criterion, new.criterion);
        if was != is {
            let extends = is_extension(old, new);
            let difference = if extends { D::CombinedTypeExtended } else { D::CombinedTypeChanged };
            self.own(difference, |found| {
                found.keyword = is.name();
                was.name().clone_into(&mut found.was);
                is.name().clone_into(&mut found.is);
            });
            if !extends {
                return;
            }
        }
        let (originals, updates) = self.without_equals(&old.members, &new.members);
        self.sizes(was, is, (originals.len(), updates.len()));
        // Refused already: who has lost whom among very many is not worth the search.
        if self.is_settled() || self.breaks && originals.len() * updates.len() > MANY {
            return;
        }
        if let Some(lonely) = self.unpaired(&originals, &updates) {
            self.own(D::CombinedTypeSubschemasChanged, |found| {
                found.keyword = was.name();
                was.name().clone_into(&mut found.what);
                found.was = lonely;
            });
        }
    }

    fn sizes(&mut self, was: Criterion, is: Criterion, (before, now): (usize, usize)) {
        let difference = match (before.cmp(&now), was, is) {
            (std::cmp::Ordering::Equal, _, _) => return,
            (std::cmp::Ordering::Less, _, Criterion::All) => D::ProductTypeExtended,
            (std::cmp::Ordering::Less, _, Criterion::Any | Criterion::One) => D::SumTypeExtended,
            (std::cmp::Ordering::Greater, Criterion::All, _) => D::ProductTypeNarrowed,
            (std::cmp::Ordering::Greater, Criterion::Any | Criterion::One, _) => D::SumTypeNarrowed,
        };
        self.own(difference, |found| {
            found.keyword = was.name();
            was.name().clone_into(&mut found.what);
            (found.was, found.is) = (before.to_string(), now.to_string());
        });
    }

    /// The members of each side, every one once, that the other side does not have word for word.
    fn without_equals(&self, old: &[NodeId], new: &[NodeId]) -> (Vec<NodeId>, Vec<NodeId>) {
        let forest = self.differ.forest;
        let colours = |members: &[NodeId]| -> HashSet<_> {
            members.iter().map(|member| forest.node(*member).colour).collect()
        };
        let own = |members: &[NodeId], mut seen: HashSet<_>| -> Vec<NodeId> {
            let mut members = members.to_vec();
            members.retain(|member| seen.insert(forest.node(*member).colour));
            members
        };
        (own(old, colours(new)), own(new, colours(old)))
    }

    /// What is left over when as many members as possible are paired; `None` if the smaller side is covered.
    fn unpaired(&mut self, originals: &[NodeId], updates: &[NodeId]) -> Option<String> {
        let writes = originals.len() <= updates.len();
        let (small, large) = if writes { (originals, updates) } else { (updates, originals) };
        let mut pairing = Pairing::new(self, small, large, writes);
        for (index, member) in small.iter().enumerate() {
            if !pairing.place(self, index) {
                let forest = self.differ.forest;
                let kind = forest.kind(forest.follow(*member)).name();
                let side = if writes { "{writer}" } else { "{reader}" };
                return Some(format!("{kind} of the {side} schema is left without a partner"));
            }
        }
        None
    }
}

/// Whether every value that the original's way of combining accepts is accepted by the update's.
fn is_extension(old: &Combined, new: &Combined) -> bool {
    let (one_old, one_new) = (old.members.len() == 1, new.members.len() == 1);
    new.criterion == Criterion::Any
        || one_old && (one_new || new.criterion == Criterion::One)
        || one_new && old.criterion == Criterion::All
}

/// A maximum matching that is built member by member along augmenting paths. Greedy pairing would refuse wrongly; asking
/// for all pairs beforehand would cost their square even where each member only has to meet its former self.
struct Pairing<'m> {
    small: &'m [NodeId],
    large: &'m [NodeId],
    /// The smaller side is the writer's.
    writes: bool,
    /// Where each member's former self is likely to stand.
    likely: Vec<usize>,
    /// Who holds each place of the larger side.
    holder: Vec<Option<usize>>,
    /// The place that each member holds.
    place_of: Vec<Option<usize>>,
}

impl<'m> Pairing<'m> {
    fn new(
        judgement: &Judgement<'_, '_, '_>,
        small: &'m [NodeId],
        large: &'m [NodeId],
        writes: bool,
    ) -> Self {
        let mut by_label: HashMap<&str, usize> = HashMap::new();
        for (place, member) in large.iter().enumerate() {
            if let Some(label) = label(judgement, *member) {
                by_label.entry(label).or_insert(place);
            }
        }
        let likely = small.iter().enumerate().map(|(index, member)| {
            let label = label(judgement, *member);
            label.and_then(|label| by_label.get(label).copied()).unwrap_or(index)
        });
        let likely = likely.collect();
        let (holder, place_of) = (vec![None; large.len()], vec![None; small.len()]);
        Pairing { small, large, writes, likely, holder, place_of }
    }

    /// Finds a place for one more member, if need be by giving others new ones.
    fn place(&mut self, judgement: &mut Judgement<'_, '_, '_>, member: usize) -> bool {
        let likely = self.likely[member];
        if self.holder[likely].is_none() && self.fits(judgement, member, likely) {
            self.holder[likely] = Some(member);
            self.place_of[member] = Some(likely);
            return true;
        }
        // Breadth first; for each place, who came to it.
        let mut came: Vec<Option<usize>> = vec![None; self.large.len()];
        let mut seeking = VecDeque::from([member]);
        while let Some(seeker) = seeking.pop_front() {
            for place in 0..self.large.len() {
                if came[place].is_some() || !self.fits(judgement, seeker, place) {
                    if judgement.differ.is_spent() {
                        return false;
                    }
                    continue;
                }
                came[place] = Some(seeker);
                match self.holder[place] {
                    Some(holder) => seeking.push_back(holder),
                    None => {
                        self.rearrange(place, &came);
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Moves everybody on the way to a free place by one.
    fn rearrange(&mut self, free: usize, came: &[Option<usize>]) {
        let mut free = Some(free);
        while let Some(place) = free {
            let Some(seeker) = came[place] else { return };
            free = self.place_of[seeker].replace(place);
            self.holder[place] = Some(seeker);
        }
    }

    fn fits(&self, judgement: &mut Judgement<'_, '_, '_>, member: usize, place: usize) -> bool {
        let (small, large) = (self.small[member], self.large[place]);
        if self.writes { judgement.accepts(small, large) } else { judgement.accepts(large, small) }
    }
}

/// By what a person would recognise a member: where it refers to, its title, or the first constant among its properties.
fn label<'s>(judgement: &Judgement<'_, '_, 's>, member: NodeId) -> Option<&'s str> {
    let node = judgement.differ.forest.node(member);
    let schema = node.place.node();
    if matches!(node.kind, Kind::Reference(_)) {
        return schema.get("$ref").and_then(Node::as_str);
    }
    let constant = |property: &'s Node| {
        let listed = property.get("enum").and_then(|list| list.elements().first());
        property.get("const").or(listed)?.as_str()
    };
    let properties = schema.get("properties").map(Node::members).unwrap_or_default();
    let title = schema.get("title").and_then(Node::as_str);
    title.or_else(|| properties.iter().find_map(|property| constant(&property.value)))
}
