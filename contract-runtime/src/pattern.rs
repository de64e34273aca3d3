//! Anchored patterns that are a row of ASCII classes, matched without a regex engine.
//!
//! The compiler turns `^[A-Z]{3}-[A-Z]{3}$` into such a row; whatever it cannot turn uses the `regex` crate.

/// A run of characters of one class.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// Bit `b` of the 128 is set if the byte `b` belongs to the class.
    pub class: u128,
    /// The least number of them.
    pub min: usize,
    /// The greatest number of them.
    pub max: usize,
}

/// Whether the whole text is the row of runs. Runs are greedy and never give back, so the compiler only emits rows in
/// which a run of variable length and what may follow it have no character in common.
#[inline]
pub fn matches(text: &str, row: &[Run]) -> bool {
    let mut rest = text.as_bytes();
    for run in row {
        // Halves, since a shift of 128 bits takes several instructions for each byte.
        let halves = [run.class as u64, (run.class >> 64) as u64];
        let in_class = |byte: &&u8| {
            let half = halves.get(usize::from(**byte >> 6)).copied().unwrap_or(0);
            half >> (**byte & 63) & 1 == 1
        };
        let length = rest.iter().take(run.max).take_while(in_class).count();
        if length < run.min {
            return false;
        }
        rest = &rest[length..];
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_match_whole_texts() {
        let upper = ((1u128 << 26) - 1) << b'A';
        let row = [
            Run { class: upper, min: 3, max: 3 },
            Run { class: 1 << b'-', min: 1, max: 1 },
            Run { class: upper, min: 1, max: usize::MAX },
        ];
        assert!(matches("ZWE-ZAFF", &row));
        for text in ["", "ZWE-", "ZWEZAF", "ZWE-ZAf", "ZWE-ZA ", "ÄWE-ZAF"] {
            assert!(!matches(text, &row), "{text}");
        }
    }
}
