//! Strings and numbers on both sides of every limit that either schema names.

use super::sample;
use crate::json::contain::{Contained, Contains, limit, of_length};
use crate::json::exact::Exact;
use crate::json::meaning::Kind;
use crate::json::wire::Case;

/// Longest text that is built.
const LONGEST: u64 = 5_000;
/// Patterns of one text that are compared with each other.
const PATTERNS: usize = 6;
/// Values of one kind at one place.
const MOST: usize = 200;

/// Texts with a format, the first of them valid; then others that are not.
const FORMATS: [(&str, &[&str]); 19] = [
    ("date", &["2024-02-29", "2024-02-30"]),
    ("date-time", &["2024-02-29T12:00:00Z", "2024-02-29"]),
    ("time", &["12:00:00Z", "25:00:00Z"]),
    ("duration", &["P1D", "1 day"]),
    ("email", &["a@example.com", "a"]),
    ("idn-email", &["a@example.com", "a"]),
    ("hostname", &["example.com", "-a b-"]),
    ("idn-hostname", &["example.com", "a b"]),
    ("ipv4", &["192.0.2.1", "192.0.2.256"]),
    ("ipv6", &["2001:db8::1", "12345::"]),
    ("uri", &["https://example.com/a", "a b"]),
    ("uri-reference", &["/a", "a b"]),
    ("iri", &["https://example.com/a", "a b"]),
    ("iri-reference", &["/a", "a b"]),
    ("uri-template", &["/a", "{"]),
    ("uuid", &["123e4567-e89b-12d3-a456-426614174000", "123"]),
    ("json-pointer", &["/a", "a"]),
    ("relative-json-pointer", &["0", "a"]),
    ("regex", &["a", "("]),
];

/// Texts for a value of which all this is said.
pub(super) fn strings(
    case: &Case<'_, '_>,
    said: &[&Kind<'_>],
    contains: &mut Contains,
) -> Vec<String> {
    let mut found: Vec<String> = beside(case, said, contains);
    let mut lengths: Vec<u64> = Vec::new();
    for kind in said {
        match kind {
            Kind::Values(values) => {
                found.extend(values.iter().filter_map(|value| value.as_str()).map(str::to_owned));
            }
            Kind::MinLength(count) | Kind::MaxLength(count) => {
                lengths.extend([*count, count.saturating_add(1), count.saturating_sub(1)]);
            }
            Kind::Pattern(pattern) => {
                found.extend((0..3).filter_map(|more| sample::text(pattern, more)));
            }
            Kind::Format(format) => {
                let rows = FORMATS.iter().filter(|row| row.0 == *format);
                found.extend(rows.flat_map(|row| row.1).map(|text| (*text).to_owned()));
            }
            Kind::Content("base64") => found.extend(["QQ==", "?"].map(str::to_owned)),
            Kind::Content("application/json") => found.extend(["{}", "{"].map(str::to_owned)),
            _ => {}
        }
    }
    lengths.extend([case.facts.min_length, 1, 0]);
    lengths.retain(|length| *length <= LONGEST);
    let words = ["x", "a", "A", "0", " ", "é"];
    let sampled = found.clone();
    found.extend(lengths.iter().map(|length| "x".repeat(*length as usize)));
    found.extend(words.map(str::to_owned));
    // What matches a pattern, brought to a length.
    for text in sampled.iter().take(16) {
        if let Some(last) = text.chars().last() {
            let count = text.chars().count() as u64;
            let longer = lengths.iter().filter(|length| **length > count);
            let padded = longer.map(|length| {
                let more = last.to_string().repeat((*length - count) as usize);
                format!("{text}{more}")
            });
            found.extend(padded);
        }
    }
    distinct(found)
}

/// Numbers for a value of which all this is said.
pub(super) fn numbers(said: &[&Kind<'_>]) -> Vec<Exact> {
    let exact = |text: &str| Exact::parse(text);
    let mut found: Vec<Exact> =
        ["0", "1", "-1", "2", "0.5", "1.5"].into_iter().filter_map(exact).collect();
    let mut steps: Vec<Exact> = Vec::new();
    let mut bounds: Vec<Exact> = Vec::new();
    for kind in said {
        match kind {
            Kind::Least(bound) | Kind::Most(bound) => bounds.push(bound.at.clone()),
            Kind::Step(step) => steps.push(step.clone()),
            Kind::Values(values) => {
                found.extend(values.iter().filter_map(|value| Exact::of(value)))
            }
            _ => {}
        }
    }
    for bound in &bounds {
        found.push(bound.clone());
        let around = ["1", "-1", "0.5", "-0.5", "0.001", "-0.001"].into_iter().filter_map(exact);
        found.extend(around.filter_map(|by| bound.plus(&by)));
        found.extend(steps.iter().filter_map(|step| bound.plus(step)));
    }
    for step in &steps {
        let five = (0..4).try_fold(step.clone(), |sum, _| sum.plus(step));
        found.extend(five.and_then(|five| Exact::parse(&format!("{}e-1", five.spelled()))));
        let mut sum = step.clone();
        for _ in 0..12 {
            found.push(sum.clone());
            found.extend(exact(&format!("-{}", sum.spelled())));
            let Some(next) = sum.plus(step) else { break };
            sum = next;
        }
        // The first multiple above each bound.
        for bound in bounds.iter().filter_map(Exact::floor) {
            let Some(step) = step.to_i128().filter(|step| *step > 0) else { continue };
            let next = bound.div_euclid(step).saturating_add(1).saturating_mul(step);
            found.extend(exact(&next.to_string()));
        }
    }
    found.extend(["9007199254740993", "1000000", "-1000000", "0.1"].into_iter().filter_map(exact));
    let mut seen = std::collections::HashSet::new();
    found.retain(|number| seen.insert(number.clone()));
    found.truncate(MOST);
    found
}

/// Texts of the writer's patterns in which another pattern is not found, or which are of another length.
fn beside(case: &Case<'_, '_>, said: &[&Kind<'_>], contains: &mut Contains) -> Vec<String> {
    let asked = said.iter().filter_map(|kind| {
        if let Kind::Pattern(pattern) = kind { Some((*pattern).to_owned()) } else { limit(kind) }
    });
    let asked: Vec<String> = asked.take(PATTERNS).collect();
    let (least, most) = (case.facts.min_length, case.facts.max_length);
    let known = case.facts.patterns.iter().map(|pattern| (*pattern).to_owned()).take(PATTERNS);
    let mut found = Vec::new();
    for known in known.chain([of_length(least, most)]) {
        for asked in asked.iter().filter(|asked| **asked != known) {
            if let (Contained::No(text), _) = contains.within(&known, asked) {
                found.push(text);
            }
        }
    }
    found
}

fn distinct(mut found: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    found.retain(|text| seen.insert(text.clone()));
    found.truncate(MOST);
    found
}
