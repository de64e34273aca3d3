//! Is every text in which one pattern is found a text in which another one is found, and if not, which one is not?
//!
//! Two automata over bytes, walked side by side over valid UTF-8: exact for what the engine knows, within bounds.

use super::cover::ascii;
use super::meaning::Kind;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::{Input, MatchKind, nfa::thompson};
use std::collections::{HashMap, HashSet};

/// Bytes of an automaton and of what it takes to make it.
const SIZE: usize = 1 << 18;
/// Automata that are kept.
const AUTOMATA: usize = 64;
/// Pairs of states that are looked at.
const PAIRS: usize = 4_000;
/// Bytes of a pattern.
const LONGEST: usize = 1_000;

/// What is known of two patterns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Contained {
    Yes,
    /// The first is found in this text, the second is not.
    No(String),
    /// The engine does not know one of them, or it takes too long.
    Unknown,
}

type Dfa = dense::DFA<Vec<u32>>;

/// Answers and automata so far.
#[derive(Default)]
pub(super) struct Contains {
    automata: HashMap<Box<str>, Option<Dfa>>,
    known: HashMap<(Box<str>, Box<str>), Contained>,
}

impl Contains {
    /// Whether the second pattern is found wherever the first is, and what it cost to find out, in questions.
    pub(super) fn within(&mut self, inner: &str, outer: &str) -> (Contained, usize) {
        if inner.len() > LONGEST || outer.len() > LONGEST {
            return (Contained::Unknown, 1);
        }
        let key = (Box::from(inner), Box::from(outer));
        if let Some(known) = self.known.get(&key) {
            return (known.clone(), 1);
        }
        let missing =
            [inner, outer].iter().filter(|one| !self.automata.contains_key(**one)).count();
        if self.automata.len() + missing > AUTOMATA {
            return (Contained::Unknown, 1);
        }
        for pattern in [inner, outer] {
            self.automata.entry(pattern.into()).or_insert_with(|| automaton(pattern));
        }
        let automaton = |pattern: &str| self.automata.get(pattern).and_then(Option::as_ref);
        let (found, cost) = match (automaton(inner), automaton(outer)) {
            (Some(inner), Some(outer)) => walk(inner, outer),
            (Some(_), None) | (None, Some(_) | None) => (Contained::Unknown, 1),
        };
        self.known.insert(key, found.clone());
        (found, cost + 1_000)
    }
}

/// A limit of the length of texts as a pattern.
pub(super) fn limit(kind: &Kind<'_>) -> Option<String> {
    if let Kind::MinLength(least) = kind {
        return Some(of_length(*least, None));
    }
    if let Kind::MaxLength(most) = kind {
        return Some(of_length(0, Some(*most)));
    }
    None
}

/// A pattern for texts of so many characters.
pub(super) fn of_length(least: u64, most: Option<u64>) -> String {
    let most = most.map(|most| most.to_string()).unwrap_or_default();
    format!("^(?s:.){{{least},{most}}}$")
}

fn automaton(pattern: &str) -> Option<Dfa> {
    let config = dense::Config::new()
        .start_kind(StartKind::Unanchored)
        .match_kind(MatchKind::All)
        .dfa_size_limit(Some(SIZE))
        .determinize_size_limit(Some(SIZE));
    let states = thompson::Config::new().nfa_size_limit(Some(SIZE));
    dense::Builder::new().configure(config).thompson(states).build(&ascii(pattern)).ok()
}

/// How far an automaton is; `None` once its pattern was found.
type At = Option<StateID>;

/// Where a character stands: bytes that must follow, and the range of the next one.
type Utf8 = (u8, u8, u8);

/// Between two characters.
const WHOLE: Utf8 = (0, 0, 0);

fn walk(inner: &Dfa, outer: &Dfa) -> (Contained, usize) {
    let start = |dfa: &Dfa| dfa.start_state_forward(&Input::new("")).ok();
    let (Some(first), Some(second)) = (start(inner), start(outer)) else {
        return (Contained::Unknown, 1);
    };
    let begin = (found(inner, first), found(outer, second), WHOLE);
    let bytes = bytes(inner, outer);
    let mut seen: HashSet<(At, At, Utf8)> = HashSet::from([begin]);
    let mut order: Vec<((At, At, Utf8), usize, u8)> = vec![(begin, 0, 0)];
    let mut next = 0;
    while let Some((state, _, _)) = order.get(next).copied() {
        let cost = next * bytes.len() / 16;
        if next >= PAIRS {
            return (Contained::Unknown, cost);
        }
        let (one, other, place) = state;
        if place == WHOLE && ends(inner, one) && !ends(outer, other) {
            let text = text(&order, next);
            return (text.map_or(Contained::Unknown, Contained::No), cost);
        }
        for byte in &bytes {
            let Some(place) = follow(place, *byte) else { continue };
            let step = |dfa: &Dfa, at: At| at.and_then(|at| found(dfa, dfa.next_state(at, *byte)));
            let state = (step(inner, one), step(outer, other), place);
            // Nothing is wrong once the second is found, nor where the first never will be.
            let is_lost = state.0.is_some_and(|at| inner.is_dead_state(at));
            if state.1.is_some() && !is_lost && seen.insert(state) {
                order.push((state, next, *byte));
            }
        }
        next += 1;
    }
    (Contained::Yes, order.len() * bytes.len() / 16)
}

fn found(dfa: &Dfa, at: StateID) -> At {
    (!dfa.is_match_state(at)).then_some(at)
}

/// Whether the pattern is found in a text that ends here.
fn ends(dfa: &Dfa, at: At) -> bool {
    at.is_none_or(|at| dfa.is_match_state(dfa.next_eoi_state(at)))
}

/// One byte for all that neither automaton tells apart, letters and digits first.
fn bytes(inner: &Dfa, outer: &Dfa) -> Vec<u8> {
    let plain = |byte: &u8| (!byte.is_ascii_alphanumeric(), !byte.is_ascii_graphic());
    let mut all: Vec<u8> = (0..=u8::MAX).collect();
    all.sort_by_key(plain);
    let mut seen = HashSet::new();
    all.retain(|byte| {
        let kind = match byte {
            0..0x80 => 0,
            0x80..0x90 => 1,
            0x90..0xA0 => 2,
            0xA0..0xC0 => 3,
            0xC0..0xC2 | 0xF5.. => 4,
            0xC2..0xE0 => 5,
            0xE0 | 0xED | 0xF0 | 0xF4 => *byte,
            0xE1..0xF0 => 6,
            0xF1..0xF4 => 7,
        };
        seen.insert((kind, inner.byte_classes().get(*byte), outer.byte_classes().get(*byte)))
    });
    all
}

/// The next byte of valid UTF-8.
fn follow((left, low, high): Utf8, byte: u8) -> Option<Utf8> {
    match (left, byte) {
        (0, 0..0x80) => Some(WHOLE),
        (0, 0xC2..0xE0) => Some((1, 0x80, 0xBF)),
        (0, 0xE0) => Some((2, 0xA0, 0xBF)),
        (0, 0xED) => Some((2, 0x80, 0x9F)),
        (0, 0xE1..0xF0) => Some((2, 0x80, 0xBF)),
        (0, 0xF0) => Some((3, 0x90, 0xBF)),
        (0, 0xF1..0xF4) => Some((3, 0x80, 0xBF)),
        (0, 0xF4) => Some((3, 0x80, 0x8F)),
        (0, _) => None,
        (1, byte) if (low..=high).contains(&byte) => Some(WHOLE),
        (left, byte) if (low..=high).contains(&byte) => Some((left - 1, 0x80, 0xBF)),
        (_, _) => None,
    }
}

/// The text that leads to a pair of states.
fn text(order: &[((At, At, Utf8), usize, u8)], mut at: usize) -> Option<String> {
    let mut bytes = Vec::new();
    while at > 0 {
        let (_, before, byte) = order[at];
        bytes.push(byte);
        at = before;
    }
    bytes.reverse();
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn a_pattern_within_another_is_told_and_a_text_shows_that_it_is_not() {
        let mut contains = Contains::default();
        for (inner, outer, is_within) in [
            ("^[a-z]{2,3}$", "^[a-z]+$", true),
            ("^[a-z]+$", "^[a-z]{2,3}$", false),
            ("^[A-Z]{3}$", r"^\w{3}$", true),
            (r"^\d+$", "^[0-9]*$", true),
            ("^abc", "^ab", true),
            ("^ab", "^abc", false),
            ("b", "", true),
            ("", "b", false),
            ("^(EUR|USD)$", "^[A-Z]{3}$", true),
            ("^(EUR|usd)$", "^[A-Z]{3}$", false),
            ("a.*b", "b", true),
            ("é", "^[^a]*$", false),
            ("^é{2}$", &of_length(2, Some(2)), true),
            ("^é{2}$", &of_length(3, None), false),
            (&of_length(1, None), r"[\s\S]", true),
            ("^[^/]+$", "^[^/]*$", true),
        ] {
            match contains.within(inner, outer).0 {
                Contained::Yes => assert!(is_within, "{inner} in {outer}"),
                Contained::No(text) => {
                    let is_found =
                        |pattern: &str| Regex::new(&ascii(pattern)).unwrap().is_match(&text);
                    assert!(
                        !is_within && is_found(inner) && !is_found(outer),
                        "{inner} {outer} {text}"
                    );
                }
                Contained::Unknown => panic!("{inner} in {outer}"),
            }
        }
    }

    #[test]
    fn what_the_engine_does_not_know_and_what_takes_too_long_is_unknown() {
        let mut contains = Contains::default();
        for pattern in
            ["(?=a)", r"(a)\1", "(a?){500}a{500}", "(a|b)*a(a|b){200}", &"a".repeat(2_000)]
        {
            let (found, cost) = contains.within(pattern, "^b+$");
            assert!(matches!(found, Contained::Unknown | Contained::No(_)), "{pattern} {found:?}");
            assert!(cost < 100_000, "{cost}");
        }
    }
}
