//! What breaks inside the message of a field whose type is said to be another: the difference may be many levels down.

use super::place::{Focus, Place};
use super::{Build, Search};
use crate::protobuf::member::members;
use crate::protobuf::pairs::{Pair, Sides};
use crate::protobuf::rules;
use crate::witness::Witness;
use std::collections::HashSet;

/// Messages inside that are entered.
const MOST: usize = 64;

/// The first field of a message inside that breaks, the nearest first.
pub(super) fn search(outer: &Search<'_>, place: &Place) -> Option<Witness> {
    let Focus::Member(number) = place.focus else { return None };
    if !outer.is(&rules::FIELD_NAMED_TYPE_CHANGED) {
        return None;
    }
    let (sides, breach) = (outer.sides, outer.breach);
    let pairs = lineage(&outer.pairs, place.pair);
    let mut at = pairs.len();
    let mut search = Search { sides, breach, pairs, build: Build::new(sides.writer) };
    let mut known = HashSet::new();
    search.pairs.extend(entered(sides, &search.pairs, (at - 1, number), &mut known));
    while at < search.pairs.len() {
        let numbers: Vec<u32> = search.pairs[at].writer_members.keys().copied().collect();
        let place = |number: &u32| Place { pair: at, focus: Focus::Member(*number) };
        let found = numbers.iter().find_map(|number| search.at(&place(number)));
        if found.is_some() {
            return found;
        }
        for number in numbers {
            let inner = entered(sides, &search.pairs, (at, number), &mut known);
            search.pairs.extend(inner);
        }
        at += 1;
    }
    None
}

/// The pair and those around it, the outermost first, each from the one before.
fn lineage(pairs: &[Pair], mut at: usize) -> Vec<Pair> {
    let mut found = vec![pairs[at].clone()];
    while let Some((parent, _)) = pairs[at].from {
        found.push(pairs[parent].clone());
        at = parent;
    }
    found.reverse();
    for (before, pair) in found.iter_mut().skip(1).enumerate() {
        pair.from = pair.from.map(|(_, number)| (before, number));
    }
    found
}

/// The pair of messages that a field holds, whatever they are called, unless it is known or one too many.
fn entered(
    sides: Sides<'_>,
    pairs: &[Pair],
    from: (usize, u32),
    known: &mut HashSet<(String, String)>,
) -> Option<Pair> {
    let (pair, number) = (&pairs[from.0], from.1);
    let (was, is) = (pair.writer_members.get(&number)?, pair.reader_members.get(&number)?);
    let (writer, reader) = (was.message()?.clone(), is.message()?.clone());
    let names = (writer.full_name().to_owned(), reader.full_name().to_owned());
    if known.len() == MOST || !known.insert(names) {
        return None;
    }
    let writer_members = members(sides.writer, &writer);
    let reader_members = members(sides.reader, &reader);
    let path = String::new();
    Some(Pair { writer, reader, path, from: Some(from), writer_members, reader_members })
}
