//! Whether a pattern is found in a name or another text, in time that is linear and counted.

use regex::{Regex, RegexBuilder};
use std::collections::HashMap;

/// Bytes of a compiled pattern.
const SIZE: usize = 1 << 17;

/// Compiled patterns; `None` for those that the engine does not know (look-around, back references) or that are too
/// large. They cover nothing.
#[derive(Default)]
pub(super) struct Covers<'s>(HashMap<&'s str, Option<Regex>>);

impl<'s> Covers<'s> {
    /// Whether the pattern is found in the name, and what it cost to find out, in questions.
    pub(super) fn find(&mut self, pattern: &'s str, name: &str) -> (bool, usize) {
        let (found, cost) = self.decide(pattern, name);
        (found == Some(true), cost)
    }

    /// The same, `None` for a pattern that the engine does not know.
    pub(super) fn decide(&mut self, pattern: &'s str, name: &str) -> (Option<bool>, usize) {
        // A counted repetition is written short and unfolds to as many states as fit into a compiled pattern.
        let weight = if pattern.contains('{') { 16 } else { pattern.len() / 64 };
        let mut cost = 1 + name.len() * weight;
        let known = self.0.entry(pattern).or_insert_with(|| {
            cost += 100 + 20 * pattern.len() + 500 * weight;
            RegexBuilder::new(&ascii(pattern)).size_limit(SIZE).build().ok()
        });
        (known.as_ref().map(|pattern| pattern.is_match(name)), cost)
    }
}

/// The pattern with `\d`, `\w` and `\s` spelled out as the ASCII classes that they are in Java and in ECMA-262.
pub(super) fn ascii(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('d') => out.push_str("[0-9]"),
            Some('D') => out.push_str("[^0-9]"),
            Some('w') => out.push_str("[0-9A-Za-z_]"),
            Some('W') => out.push_str("[^0-9A-Za-z_]"),
            Some('s') => out.push_str(r"[\t-\r ]"),
            Some('S') => out.push_str(r"[^\t-\r ]"),
            escaped => {
                out.push('\\');
                out.extend(escaped);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_sought_anywhere_in_a_name() {
        let mut covers = Covers::default();
        for (pattern, name, expected) in [
            ("b", "abc", true),
            ("^b", "abc", false),
            (r"^[\w-]{1,50}$", "x-y_9", true),
            (r"^\w+$", "é", false),
            (r"^[^\d]$", "٣", true),
            (r"^\d$", "٣", false),
            (r"^a\/b\.c$", "a/b.c", true),
            (r"a\\d", r"a\d", true),
            ("(?=a)", "a", false),
            (r"(a)\1", "aa", false),
            ("(", "(", false),
            ("a{1000}{1000}", "a", false),
        ] {
            assert_eq!(covers.find(pattern, name).0, expected, "{pattern} in {name}");
        }
        let dear = covers.find("(a?){500}a{500}", &"a".repeat(1_000)).1;
        assert!(dear > 10_000, "{dear}");
    }
}
