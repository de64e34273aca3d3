//! A value that shows a breach: valid for the writer, refused by the reader, both said by our own validator.
//!
//! Values are built from the writer's schema, one change at a time around the place of the breach, with the limits,
//! constants, patterns and names of both sides as the values to try. Everything is bounded: depth, values, steps.

mod arrays;
mod objects;
mod sample;
mod scalars;

use super::meaning::{Id, InPlace, Kind, Meanings, Types};
use super::model::JsonSchema;
use super::validate::{Reason, Validator, Verdict};
use super::wire::{self, Case, Prover};
use crate::compat::Policy;
use crate::json_text::{Node, Value};
use crate::position::Span;
use crate::rule::Breach;
use crate::witness::{Evidence, Outcome, Witness};
use std::collections::HashSet;

/// Values inside of values.
const DEPTH: usize = 40;
/// Values inside of values that are only there to make the whole valid.
const FILLING: usize = 8;
/// Levels below the place of the breach that are varied.
const LEVELS: u8 = 2;
/// Values that are built for one breach.
const BUILT: usize = 20_000;
/// Parts of all values that are built for one breach.
const PARTS: usize = 400_000;
/// Branches of the writer that are tried at one place.
const BRANCHES: usize = 48;
/// Schemas under `not` that are tried at one place, and those they are looked for in.
const NEGATED: usize = 16;
/// Values that break, in which the search looks for one that breaks where the breach is.
const SHOWN: usize = 2_000;
/// Members or items that are added to reach a count.
const PADDING: u64 = 300;

/// Looks for a value that shows the breach; where there is none and that can be proved, it is a false alarm.
pub(crate) fn evidence(reader: &JsonSchema, writer: &JsonSchema, breach: &Breach) -> Evidence {
    let (meanings, old, new) = Meanings::of_pair(writer, reader);
    let mut validator = Validator::new(&meanings);
    let prover = Prover::new(&meanings, Policy::Strict);
    let mut search = Search { prover, meanings: &meanings, left: BUILT, room: PARTS };
    for aim in [Aim::along(breach.path.trim_start_matches("#/")), Aim::Here(LEVELS + 1)] {
        (search.left, search.room) = (BUILT, PARTS);
        let values = search.values(&[old], &[new], aim, 0);
        if let Some((value, said)) = shown(&mut validator, (old, new), &values, breach) {
            let (json, outcome) = (value.to_compact(), Outcome::Refused(said));
            let bytes = json.clone().into_bytes();
            return Evidence::Shown(Box::new(Witness { of: String::new(), json, bytes, outcome }));
        }
    }
    if wire::accepts(reader, writer) { Evidence::FalseAlarm } else { Evidence::NotFound }
}

/// The value that breaks, and what breaks it; of several the first that breaks where the breach is.
fn shown<'v>(
    validator: &mut Validator<'_, '_>,
    (old, new): (Id, Id),
    values: &'v [Node],
    breach: &Breach,
) -> Option<(&'v Node, String)> {
    let mut best = None;
    let mut looked_at = 0;
    for value in values {
        let is_shown = validator.check(old, value) == Verdict::Valid
            && validator.check(new, value) == Verdict::Refused;
        if !is_shown {
            continue;
        }
        for Reason { path, said } in validator.reasons(new, value) {
            let nearness = nearness(&breach.path, &path);
            if best.as_ref().is_none_or(|(best, _, _)| nearness > *best) {
                best = Some((nearness, value, said));
            }
        }
        looked_at += 1;
        if looked_at == SHOWN || matches!(best, Some((Nearness::There, _, _))) {
            break;
        }
    }
    best.map(|(_, value, said)| (value, said))
}

/// How near the keyword that refuses a value is to the place of a breach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Elsewhere,
    /// The same keyword, or one that the breach is a part of.
    Like,
    There,
}

/// References are not part of `refused`, so that a breach behind one is at best alike.
fn nearness(breach: &str, refused: &str) -> Nearness {
    let breach = breach.trim_start_matches('#').trim_end_matches('/');
    let is_below = |place: &str, above: &str| {
        place.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let last = |path: &str| path.rsplit_once('/').map(|(_, last)| last.to_owned());
    if is_below(refused, breach) {
        Nearness::There
    } else if is_below(breach, refused) || last(breach) == last(refused) {
        Nearness::Like
    } else {
        Nearness::Elsewhere
    }
}

impl<'a> Aim<'a> {
    /// What is left of a path; where it ends the search begins.
    fn along(rest: &'a str) -> Aim<'a> {
        match rest.strip_prefix('/').unwrap_or(rest) {
            "" => Aim::Here(LEVELS),
            rest => Aim::Path(rest),
        }
    }

    /// For what is right below.
    fn below(self) -> Aim<'a> {
        match self {
            Aim::Path(_) => Aim::Here(LEVELS),
            Aim::Here(levels) if levels > 0 => Aim::Here(levels - 1),
            Aim::Here(_) | Aim::Nothing => Aim::Nothing,
        }
    }
}

/// What a search varies.
#[derive(Debug, Clone, Copy)]
enum Aim<'a> {
    /// The value that this path leads to.
    Path(&'a str),
    /// The value itself and what is below, so many levels deep.
    Here(u8),
    /// Nothing: any valid value will do.
    Nothing,
}

struct Search<'m, 's> {
    prover: Prover<'m, 's>,
    meanings: &'m Meanings<'s>,
    /// Values that may still be built.
    left: usize,
    /// Parts that they may still have.
    room: usize,
}

impl<'m, 's> Search<'m, 's> {
    /// Values that may be valid for all of `yes` and may be refused by `against`: by a `not` of it first.
    fn values(&mut self, yes: &[Id], against: &[Id], aim: Aim<'_>, depth: usize) -> Vec<Node> {
        let mut found = Vec::new();
        if !matches!(aim, Aim::Nothing) {
            let own = self.negated(yes);
            for inner in self.negated(against).into_iter().filter(|inner| !own.contains(inner)) {
                let yes: Vec<Id> = yes.iter().copied().chain([inner]).collect();
                found.extend(self.plain_values(&yes, &own, aim, depth));
            }
        }
        found.extend(self.plain_values(yes, against, aim, depth));
        found
    }

    /// The schemas that the value must not be valid for, whatever branch is taken.
    fn negated(&self, schemas: &[Id]) -> Vec<Id> {
        let mut waiting = schemas.to_vec();
        let (mut seen, mut found) = (HashSet::new(), Vec::new());
        while let Some(id) = waiting.pop() {
            if !seen.insert(self.meanings.end(id)) || seen.len() > NEGATED {
                continue;
            }
            for demand in &self.meanings.get(id).demands {
                match demand.kind.in_place() {
                    InPlace::All(list) => waiting.extend(list),
                    InPlace::Not(inner) => found.push(self.meanings.end(inner)),
                    InPlace::Some(_)
                    | InPlace::If(_)
                    | InPlace::Dependent
                    | InPlace::Unknown
                    | InPlace::Nothing => {}
                }
            }
        }
        found.truncate(NEGATED);
        found
    }

    fn plain_values(
        &mut self,
        yes: &[Id],
        against: &[Id],
        aim: Aim<'_>,
        depth: usize,
    ) -> Vec<Node> {
        let mut found = Vec::new();
        if depth > DEPTH || self.left == 0 {
            return found;
        }
        let said = self.said(yes.iter().chain(against));
        let asked = self.said(against.iter());
        for case in self.cases(yes, matches!(aim, Aim::Nothing)) {
            // A case costs something even where it has no value.
            self.left = self.left.saturating_sub(10 + case.yes.len() / 16);
            let before = found.len();
            if let Some(values) = &case.facts.values {
                found.extend(values.iter().take(BRANCHES).map(|value| (*value).clone()));
            } else {
                for types in case.facts.types.each() {
                    self.of_type(types, (&case, &said, &asked), aim, depth, &mut found);
                }
            }
            let built = found.len() - before;
            self.left = self.left.saturating_sub(built);
            if self.left == 0 {
                break;
            }
        }
        found
    }

    fn of_type(
        &mut self,
        types: Types,
        (case, said, asked): (&Case<'m, 's>, &[&'m Kind<'s>], &[&'m Kind<'s>]),
        aim: Aim<'_>,
        depth: usize,
        found: &mut Vec<Node>,
    ) {
        if types == Types::OBJECT {
            found.extend(self.objects(case, asked, aim, depth));
        } else if types == Types::ARRAY {
            found.extend(self.arrays(case, asked, aim, depth));
        } else if types == Types::STRING {
            let texts = scalars::strings(case, said, &mut self.prover.contains);
            found.extend(texts.into_iter().map(|text| string(&text)));
        } else if types.meets(Types::NUMBER) {
            let numbers = scalars::numbers(said).into_iter();
            let fitting = numbers.filter(|number| number.is_whole() == (types == Types::INTEGER));
            found.extend(fitting.map(|number| node(Value::Number(number.spelled().into()))));
        } else if types == Types::named("boolean").unwrap_or(Types::NONE) {
            found.extend([true, false].map(|flag| node(Value::Bool(flag))));
        } else {
            found.push(node(Value::Null));
        }
    }

    /// Keeps a value if there is room for it; the search ends where there is none.
    fn keep(&mut self, found: &mut Vec<Node>, value: Node) {
        if self.takes(parts(&value)) {
            found.push(value);
        }
    }

    /// Whether a value of at least so many parts could be kept; the search ends where it could not.
    fn is_room(&mut self, parts: usize) -> bool {
        if parts > self.room {
            self.left = 0;
        }
        parts <= self.room
    }

    /// Whether there is room for so many parts.
    fn takes(&mut self, parts: usize) -> bool {
        let is_room = parts <= self.room;
        self.room = self.room.saturating_sub(parts);
        if !is_room {
            self.left = 0;
        }
        is_room
    }

    /// One valid value.
    fn filling(&mut self, yes: &[Id], depth: usize) -> Option<Node> {
        if depth > DEPTH || self.left == 0 {
            return None;
        }
        self.left -= 1;
        if yes.iter().all(|id| self.meanings.is_anything(*id)) {
            return Some(string("x"));
        }
        let values = self.values(yes, &[], Aim::Nothing, depth.max(DEPTH - FILLING));
        let validator = &mut self.prover.validator;
        values
            .into_iter()
            .find(|value| yes.iter().all(|id| validator.check(*id, value) == Verdict::Valid))
    }

    /// What a value may be: every way through the first disjunctions of the writer.
    fn cases(&mut self, yes: &[Id], is_filling: bool) -> Vec<Case<'m, 's>> {
        let most = if is_filling { 6 } else { BRANCHES };
        let meanings = self.meanings;
        let mut done = Vec::new();
        let mut open = vec![Case::of(meanings, yes)];
        while let Some(case) = open.pop() {
            let next = case.facts.disjunctions.iter().find(|at| !case.settled.contains(at));
            let Some((schema, number)) = next.copied().filter(|_| case.settled.len() < 4) else {
                done.push(case);
                continue;
            };
            let mut base = case;
            base.settled.push((schema, number));
            let room = most.saturating_sub(done.len() + open.len()).max(1);
            match meanings.get(schema).demands[number].kind.in_place() {
                InPlace::Some(members) => {
                    let few = members.iter().take(room).rev();
                    open.extend(few.map(|member| base.with(meanings, &[*member])));
                }
                InPlace::If(parts) => {
                    open.extend(parts.otherwise.map(|id| base.with(meanings, &[id])));
                    let then = parts.then.unwrap_or(meanings.anything());
                    open.push(base.with(meanings, &[parts.test, then]));
                    if parts.otherwise.is_none() {
                        open.push(base);
                    }
                }
                // No disjunction.
                InPlace::All(_)
                | InPlace::Not(_)
                | InPlace::Dependent
                | InPlace::Unknown
                | InPlace::Nothing => open.push(base),
            }
        }
        done.truncate(most);
        done
    }

    /// Everything that is said of the value itself, in whatever branch.
    fn said<'i>(&mut self, schemas: impl Iterator<Item = &'i Id>) -> Vec<&'m Kind<'s>> {
        let meanings = self.meanings;
        let mut waiting: Vec<Id> = schemas.copied().collect();
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        while let Some(id) = waiting.pop() {
            if !seen.insert(meanings.end(id)) || seen.len() > 500 {
                continue;
            }
            for demand in &meanings.get(id).demands {
                match &demand.kind {
                    kind @ (Kind::All(_)
                    | Kind::Any(_)
                    | Kind::One(_)
                    | Kind::Not(_)
                    | Kind::If(_)
                    | Kind::Reference(_)
                    | Kind::Dynamic(_)) => waiting.extend(kind.below()),
                    kind @ Kind::DependentSchemas(_) => {
                        waiting.extend(kind.below());
                        found.push(kind);
                    }
                    kind => found.push(kind),
                }
            }
        }
        found
    }
}

/// The number of values in a value, itself included.
fn parts(value: &Node) -> usize {
    let mut waiting = vec![value];
    let mut count = 0;
    while let Some(value) = waiting.pop() {
        count += 1;
        match &value.value {
            Value::Array(elements) => waiting.extend(elements),
            Value::Object(members) => waiting.extend(members.iter().map(|member| &member.value)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    count
}

fn node(value: Value) -> Node {
    Node { value, span: Span::default() }
}

fn string(text: &str) -> Node {
    node(Value::String(text.into()))
}
