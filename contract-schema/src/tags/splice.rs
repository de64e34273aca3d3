//! Replacements in a text, noted in any order and made at once.

use std::ops::Range;

/// What to write instead of which bytes. Ranges do not overlap; what goes in at one offset goes in as noted.
#[derive(Debug, Default)]
pub(super) struct Splices(Vec<(Range<usize>, String)>);

impl Splices {
    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    pub(super) fn remove(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    pub(super) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// Takes elements out of a list, each with the separator before it, or after it if nothing before it stays.
    pub(super) fn thin_out(
        &mut self,
        elements: &[Range<usize>],
        is_dropped: impl Fn(usize) -> bool,
    ) {
        let mut kept_before = false;
        for (index, element) in elements.iter().enumerate() {
            if !is_dropped(index) {
                kept_before = true;
            } else if kept_before {
                self.remove(elements[index - 1].end..element.end);
            } else {
                let end = elements.get(index + 1).map_or(element.end, |next| next.start);
                self.remove(element.start..end);
            }
        }
    }

    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(text.len() + 64);
        let mut from = 0;
        for (range, replacement) in self.0 {
            out.push_str(text.get(from..range.start).unwrap_or_default());
            out.push_str(&replacement);
            from = range.end.max(from);
        }
        out.push_str(text.get(from..).unwrap_or_default());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_leave_with_one_separator_each() {
        let text = "[a, b, c]";
        let elements = [1..2, 4..5, 7..8];
        for (dropped, left) in [
            (&[][..], "[a, b, c]"),
            (&[0], "[b, c]"),
            (&[1], "[a, c]"),
            (&[2], "[a, b]"),
            (&[0, 1], "[c]"),
            (&[0, 2], "[b]"),
            (&[1, 2], "[a]"),
            (&[0, 1, 2], "[]"),
        ] {
            let mut splices = Splices::default();
            splices.thin_out(&elements, |index| dropped.contains(&index));
            assert_eq!(splices.apply(text), left, "{dropped:?}");
        }
    }
}
