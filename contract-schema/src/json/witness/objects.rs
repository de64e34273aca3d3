//! Objects: what is required, and one property after the other changed, added or left out.

use super::{Aim, PADDING, Search, node, sample};
use crate::json::meaning::{Id, Kind};
use crate::json::wire::Case;
use crate::json_text::{Member, Node, Value};
use crate::position::Span;
use std::collections::HashSet;

/// Names that are varied in one object.
const NAMES: usize = 64;
/// A name that schemas hardly have.
const OTHER: &str = "other";

impl<'m, 's> Search<'m, 's> {
    pub(super) fn objects(
        &mut self,
        case: &Case<'m, 's>,
        asked: &[&'m Kind<'s>],
        aim: Aim<'_>,
        depth: usize,
    ) -> Vec<Node> {
        let Some(base) = self.base(case, None, depth) else { return Vec::new() };
        let mut found = vec![object(&base)];
        let aimed: Vec<(String, Aim<'_>)> = match aim {
            Aim::Nothing => return found,
            Aim::Here(_) => self.each_name(case, asked, aim.below()),
            Aim::Path(path) => self.step(case, asked, path),
        };
        for (name, inner) in aimed {
            let yes = self.prover.writer_at(case, &name);
            let against = self.asked_at(asked, &name);
            let base = self.beside(case, &base, &name, depth);
            for value in self.values(&yes, &against, inner, depth + 1) {
                if !self.is_room(base.len()) {
                    break;
                }
                self.keep(&mut found, object(&fitting(case, &base, &name, value)));
            }
            if self.left == 0 {
                break;
            }
        }
        if !matches!(aim, Aim::Path(path) if path.contains("roperties/")) {
            found.extend(self.wider(case, asked, &base, (aim, depth)));
            self.lacking(case, asked, depth, &mut found);
        }
        found
    }

    /// With the properties that one of them needs beside itself.
    fn beside(
        &mut self,
        case: &Case<'m, 's>,
        base: &[(String, Node)],
        name: &str,
        depth: usize,
    ) -> Vec<(String, Node)> {
        let mut members = base.to_vec();
        let Some((name, _)) = case.facts.dependent.iter().find(|(own, _)| *own == name) else {
            return members;
        };
        for other in case.facts.names_beside(name) {
            if other != *name && members.iter().all(|(known, _)| known != other) {
                let yes = self.prover.writer_at(case, other);
                let value = self.filling(&yes, depth + 1);
                members.extend(value.map(|value| (other.to_owned(), value)));
            }
        }
        members
    }

    /// Objects without one of the names that only the reader requires, though they have to have some.
    fn lacking(
        &mut self,
        case: &Case<'m, 's>,
        asked: &[&'m Kind<'s>],
        depth: usize,
        found: &mut Vec<Node>,
    ) {
        if case.facts.min_members == 0 {
            return;
        }
        let lists = asked.iter().filter_map(|kind| match kind {
            Kind::Required(names) => Some(names),
            _ => None,
        });
        for name in lists.flatten().filter(|name| !case.facts.required.contains(*name)).take(NAMES)
        {
            let base = self.base(case, Some(name), depth);
            if let Some(base) = base {
                self.keep(found, object(&base));
            }
        }
    }

    /// Required properties and as many more as are needed, but for one.
    fn base(
        &mut self,
        case: &Case<'m, 's>,
        but: Option<&str>,
        depth: usize,
    ) -> Option<Vec<(String, Node)>> {
        let names = case.facts.names_there();
        let mut base = Vec::new();
        for name in names {
            if self.left == 0 {
                return None;
            }
            let yes = self.prover.writer_at(case, name);
            base.push((name.to_owned(), self.filling(&yes, depth + 1)?));
        }
        let least = case.facts.min_members;
        self.pad(case, (&mut base, but), least, depth);
        (base.len() as u64 >= least.min(PADDING)).then_some(base)
    }

    /// Adds properties until there are so many, but for one.
    fn pad(
        &mut self,
        case: &Case<'m, 's>,
        (members, but): (&mut Vec<(String, Node)>, Option<&str>),
        count: u64,
        depth: usize,
    ) {
        let count = count.min(PADDING) as usize;
        let listed = case.facts.members.iter().flat_map(|members| &members.listed);
        let listed = listed.map(|(name, _)| (*name).to_owned());
        // Those that others depend on come last.
        let depend = |name: &str| case.facts.dependent.iter().any(|(own, _)| *own == name);
        let (last, first): (Vec<String>, Vec<String>) = listed.partition(|name| depend(name));
        let free = (0..PADDING).map(|number| format!("{OTHER}{number}"));
        let mut known: HashSet<String> = members.iter().map(|(name, _)| name.clone()).collect();
        known.extend(but.map(str::to_owned));
        for name in first.into_iter().chain(free).chain(last) {
            if members.len() >= count || self.left == 0 {
                break;
            }
            if known.insert(name.clone()) && !self.prover.is_absent(case, &name) {
                let yes = self.prover.writer_at(case, &name);
                if let Some(value) = self.filling(&yes, depth + 1) {
                    members.push((name, value));
                }
            }
        }
    }

    /// Objects with more properties: all that are listed, as many as some limit names, with names of other kinds.
    fn wider(
        &mut self,
        case: &Case<'m, 's>,
        asked: &[&'m Kind<'s>],
        base: &[(String, Node)],
        (aim, depth): (Aim<'_>, usize),
    ) -> Vec<Node> {
        let mut found = Vec::new();
        let listed = case.facts.members.iter().map(|members| members.listed.len()).sum::<usize>();
        let mut counts = vec![base.len() as u64 + 1, listed.min(NAMES) as u64];
        for kind in asked {
            match kind {
                Kind::MaxProperties(most) => counts.extend([most.saturating_add(1), *most]),
                Kind::MinProperties(least) => counts.extend([least.saturating_sub(1), *least]),
                _ => {}
            }
        }
        counts.extend(case.facts.max_members);
        for count in counts {
            let mut members = base.to_vec();
            self.pad(case, (&mut members, None), count, depth);
            self.keep(&mut found, object(&members));
        }
        let names = asked.iter().filter_map(|kind| match kind {
            Kind::Names(schema) => Some(*schema),
            _ => None,
        });
        let (names, own) = (names.collect::<Vec<Id>>(), case.facts.names.clone());
        if !names.is_empty() {
            for name in self.values(&own, &names, aim.below(), depth + 1) {
                let Some(name) = name.as_str() else { continue };
                let yes = self.prover.writer_at(case, name);
                let value = self.filling(&yes, depth + 1);
                if let Some(value) = value {
                    self.keep(&mut found, object(&with(base, name, value)));
                }
            }
        }
        // Pairs of names that depend on each other.
        for kind in asked {
            let Kind::DependentNames(list) = kind else { continue };
            for (name, _) in list.iter().take(NAMES) {
                let mut members = base.to_vec();
                for name in case.facts.names_beside(name) {
                    let yes = self.prover.writer_at(case, name);
                    let value = self.filling(&yes, depth + 1);
                    members = value.map_or(members.clone(), |value| with(&members, name, value));
                }
                self.keep(&mut found, object(&members));
            }
        }
        found
    }

    /// Every name that a schema of either side knows, and one that none does.
    fn names(&mut self, case: &Case<'m, 's>, asked: &[&'m Kind<'s>]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let all =
            case.facts.members.iter().copied().chain(asked.iter().filter_map(|kind| match kind {
                Kind::Members(members) => Some(members),
                _ => None,
            }));
        for members in all {
            names.extend(members.listed.iter().map(|(name, _)| (*name).to_owned()));
            names.extend(members.patterns.iter().filter_map(|(p, _)| sample::text(p, 0)));
        }
        for kind in asked {
            match kind {
                Kind::DependentSchemas(list) => {
                    names.extend(list.iter().map(|(name, _)| (*name).to_owned()));
                }
                Kind::Required(list) => names.extend(list.iter().map(|name| (*name).to_owned())),
                _ => {}
            }
        }
        names.push(OTHER.to_owned());
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names
    }

    fn each_name<'a>(
        &mut self,
        case: &Case<'m, 's>,
        asked: &[&'m Kind<'s>],
        aim: Aim<'a>,
    ) -> Vec<(String, Aim<'a>)> {
        self.names(case, asked).into_iter().take(NAMES).map(|name| (name, aim)).collect()
    }

    /// The names that the first step of a path leads to, with what is left of it.
    fn step<'a>(
        &mut self,
        case: &Case<'m, 's>,
        asked: &[&'m Kind<'s>],
        path: &'a str,
    ) -> Vec<(String, Aim<'a>)> {
        if let Some(named) = path.strip_prefix("properties/") {
            let mut names = self.names(case, asked);
            names.retain(|name| {
                named.strip_prefix(&**name).is_some_and(|r| r.is_empty() || r.starts_with('/'))
            });
            let longest = names.into_iter().max_by_key(String::len);
            return longest
                .map(|name| {
                    let rest = Aim::along(&named[name.len()..]);
                    vec![(name, rest)]
                })
                .unwrap_or_default();
        }
        if let Some(named) = path.strip_prefix("patternProperties/") {
            let patterns = asked.iter().filter_map(|kind| match kind {
                Kind::Members(members) => Some(&members.patterns),
                _ => None,
            });
            let mut patterns = patterns.flatten().map(|(pattern, _)| *pattern);
            let found = patterns.find(|pattern| named.starts_with(pattern));
            let sampled = found.and_then(|pattern| {
                let rest = Aim::along(&named[pattern.len()..]);
                Some(vec![(sample::text(pattern, 0)?, rest)])
            });
            return sampled.unwrap_or_default();
        }
        for rest in ["additionalProperties", "unevaluatedProperties"] {
            if let Some(rest) = path.strip_prefix(rest) {
                return vec![(OTHER.to_owned(), Aim::along(rest))];
            }
        }
        // A step that stays at the value, or a keyword of its own.
        let next = path.split_once('/').map(|(_, rest)| rest);
        let is_branch = ["allOf/", "anyOf/", "oneOf/"].iter().any(|word| path.starts_with(word));
        match next.and_then(|rest| rest.split_once('/')).filter(|_| is_branch) {
            Some((_, rest)) => self.step(case, asked, rest),
            None => self.each_name(case, asked, Aim::Path(path).below()),
        }
    }

    /// What the reader says of a name, in whatever branch.
    fn asked_at(&mut self, asked: &[&'m Kind<'s>], name: &str) -> Vec<Id> {
        let mut found = Vec::new();
        for kind in asked {
            match kind {
                Kind::Members(members) => found.extend(self.prover.reader_at(members, name)),
                Kind::UnevaluatedProperties(schema) => found.push(*schema),
                _ => {}
            }
        }
        found
    }
}

/// With a property more, and without one that is not required where there would be too many.
fn fitting(
    case: &Case<'_, '_>,
    base: &[(String, Node)],
    name: &str,
    value: Node,
) -> Vec<(String, Node)> {
    let mut members = with(base, name, value);
    if case.facts.max_members.is_some_and(|most| members.len() as u64 > most) {
        let is_free =
            |(own, _): &(String, Node)| own != name && !case.facts.required.contains(own.as_str());
        let free = members.iter().position(is_free);
        free.map(|free| members.remove(free));
    }
    members
}

fn with(base: &[(String, Node)], name: &str, value: Node) -> Vec<(String, Node)> {
    let mut members: Vec<(String, Node)> =
        base.iter().filter(|(known, _)| known != name).cloned().collect();
    members.push((name.to_owned(), value));
    members
}

fn object(members: &[(String, Node)]) -> Node {
    let members = members.iter().map(|(name, value)| Member {
        key: name.as_str().into(),
        key_span: Span::default(),
        value: value.clone(),
    });
    node(Value::Object(members.collect()))
}
