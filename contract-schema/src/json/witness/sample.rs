//! A text in which a pattern is found.

use crate::json::cover::ascii;
use regex_syntax::hir::{Class, Hir, HirKind};

/// Characters of a sample.
const LONGEST: usize = 2_000;
/// Groups inside of groups.
const DEPTH: usize = 60;
/// Parts of the pattern that are looked at, however often it repeats what may be empty.
const STEPS: usize = 20_000;

/// A short text in which the pattern is found; `more` makes it repeat more often. `None` if the engine does not know
/// the pattern, or if the text gets too long.
pub(super) fn text(pattern: &str, more: u32) -> Option<String> {
    if pattern.len() > LONGEST {
        return None;
    }
    let mut parser = regex_syntax::ParserBuilder::new().nest_limit(DEPTH as u32).build();
    let tree = parser.parse(&ascii(pattern)).ok()?;
    let mut sample = Sample { out: String::new(), more, steps_left: STEPS };
    sample.write(&tree, DEPTH * 4)?;
    Some(sample.out)
}

struct Sample {
    out: String,
    more: u32,
    steps_left: usize,
}

impl Sample {
    fn write(&mut self, tree: &Hir, depth: usize) -> Option<()> {
        self.steps_left = self.steps_left.checked_sub(1)?;
        if self.out.len() > LONGEST || depth == 0 {
            return None;
        }
        match tree.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.out.push_str(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(class) => self.out.push(character(class, self.more)?),
            HirKind::Repetition(repetition) => {
                let most = repetition.max.unwrap_or(u32::MAX);
                for _ in 0..repetition.min.saturating_add(self.more).min(most) {
                    self.write(&repetition.sub, depth - 1)?;
                }
            }
            HirKind::Capture(capture) => self.write(&capture.sub, depth - 1)?,
            HirKind::Concat(parts) => {
                for part in parts {
                    self.write(part, depth - 1)?;
                }
            }
            HirKind::Alternation(branches) => {
                let at = self.more as usize % branches.len();
                self.write(&branches[at], depth - 1)?;
            }
        }
        Some(())
    }
}

/// A character of a class, a plain one if there is one; another one with `more`.
fn character(class: &Class, more: u32) -> Option<char> {
    match class {
        Class::Unicode(class) => {
            let ranges = class.ranges();
            let holds = |wanted: &char| {
                ranges.iter().any(|range| (range.start()..=range.end()).contains(wanted))
            };
            let plain = ['a', 'A', '0', 'x', 'Z', '9', 'z', ' '].into_iter().filter(holds);
            let plain: Vec<char> = plain.collect();
            let plain = plain.get(more as usize % plain.len().max(1)).copied();
            plain.or_else(|| ranges.first().map(|range| range.start()))
        }
        Class::Bytes(class) => class.ranges().first().map(|range| char::from(range.start())),
    }
}
