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

/// Which of a pattern's classes a byte belongs to, a bit for each class.
#[derive(Debug)]
struct Classes {
    bits: [u8; 256],
}

/// A row of runs of one length each: the text has `N` characters.
#[derive(Debug)]
pub struct Fixed<const N: usize> {
    classes: Classes,
    /// The class of the character at each place.
    at: [u8; N],
}

/// A row of `N` runs, some of which vary in length.
///
/// They are greedy and never give back, so the compiler only emits rows in which a run of variable length and what may
/// follow it have no character in common.
#[derive(Debug)]
pub struct Row<const N: usize> {
    classes: Classes,
    /// The class of each run.
    of: [u8; N],
    runs: [Run; N],
}

/// Different classes that a pattern may have.
pub const MOST_CLASSES: usize = 8;

impl Classes {
    const NONE: Self = Classes { bits: [0; 256] };

    /// The bit of a run's class, among those of the runs before it; for constants, where a loop is a `while`.
    const fn bit(&mut self, runs: &[Run], index: usize) -> u8 {
        let (mut before, mut known) = (0, 0);
        while before < index {
            if runs[before].class == runs[index].class {
                return self.bit(runs, before);
            }
            let mut earlier = 0;
            while earlier < before && runs[earlier].class != runs[before].class {
                earlier += 1;
            }
            known += if earlier == before { 1 } else { 0 };
            before += 1;
        }
        assert!(known < MOST_CLASSES, "the compiler counts the classes of a pattern");
        let mut byte = 0;
        while byte < 128 {
            if runs[index].class >> byte & 1 == 1 {
                self.bits[byte] |= 1 << known;
            }
            byte += 1;
        }
        1 << known
    }

    /// Whether all bytes belong to a class: all are looked at, since to stop early costs more than to go on.
    #[inline(always)]
    fn hold(&self, bytes: &[u8], class: u8) -> bool {
        bytes.iter().fold(class, |all, byte| all & self.bits[usize::from(*byte)]) == class
    }
}

impl<const N: usize> Fixed<N> {
    /// The pattern of these runs, whose lengths add up to `N`.
    pub const fn new(runs: &[Run]) -> Self {
        let (mut classes, mut at) = (Classes::NONE, [0; N]);
        let (mut index, mut place) = (0, 0);
        while index < runs.len() {
            let bit = classes.bit(runs, index);
            let end = place + runs[index].min;
            while place < end {
                at[place] = bit;
                place += 1;
            }
            index += 1;
        }
        assert!(place == N, "the compiler adds up the lengths of a pattern");
        Fixed { classes, at }
    }

    /// Whether the whole text is the row of runs.
    #[inline]
    pub fn matches(&self, text: &str) -> bool {
        let Ok(bytes) = <&[u8; N]>::try_from(text.as_bytes()) else {
            return false;
        };
        let pairs = bytes.iter().zip(&self.at);
        pairs.fold(0, |bad, (byte, at)| bad | !self.classes.bits[usize::from(*byte)] & at) == 0
    }
}

impl<const N: usize> Row<N> {
    /// The pattern of these runs.
    pub const fn new(runs: [Run; N]) -> Self {
        let (mut classes, mut of, mut index) = (Classes::NONE, [0; N], 0);
        while index < N {
            of[index] = classes.bit(&runs, index);
            index += 1;
        }
        Row { classes, of, runs }
    }

    /// Whether the whole text is the row of runs.
    #[inline]
    pub fn matches(&self, text: &str) -> bool {
        let mut rest = text.as_bytes();
        for (index, (run, class)) in self.runs.iter().zip(self.of).enumerate() {
            let is_last = index + 1 == N;
            let length = match run.min == run.max {
                true => run.min,
                false if is_last => rest.len(),
                false => {
                    let belongs = |byte: &&u8| self.classes.bits[usize::from(**byte)] & class != 0;
                    rest.iter().take(run.max).take_while(belongs).count()
                }
            };
            if length < run.min || length > run.max {
                return false;
            }
            let Some((own, after)) = rest.split_at_checked(length) else {
                return false;
            };
            if !self.classes.hold(own, class) {
                return false;
            }
            rest = after;
        }
        rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UPPER: u128 = ((1 << 26) - 1) << b'A';
    const DIGIT: u128 = ((1 << 10) - 1) << b'0';

    const fn run(class: u128, min: usize, max: usize) -> Run {
        Run { class, min, max }
    }

    #[test]
    fn rows_match_whole_texts() {
        static ROW: Row<3> =
            Row::new([run(UPPER, 3, 3), run(1 << b'-', 1, 1), run(UPPER, 1, usize::MAX)]);
        assert!(ROW.matches("ZWE-ZAFF"));
        for text in ["", "ZWE-", "ZWEZAF", "ZWE-ZAf", "ZWE-ZA ", "ÄWE-ZAF", "ZW"] {
            assert!(!ROW.matches(text), "{text}");
        }
        // Runs in the middle end where their class does; the last one has an end of its own.
        static MIDDLE: Row<3> = Row::new([run(UPPER, 1, 2), run(DIGIT, 0, 3), run(UPPER, 0, 2)]);
        for text in ["A", "AB", "A1", "AB123CD", "A1B"] {
            assert!(MIDDLE.matches(text), "{text}");
        }
        for text in ["", "1", "AB1234", "A1BCD", "A1B2", "AB123CDE"] {
            assert!(!MIDDLE.matches(text), "{text}");
        }
    }

    #[test]
    fn rows_of_fixed_length_match_texts_of_that_length() {
        static PLATE: Fixed<6> = Fixed::new(&[
            run(UPPER, 2, 2),
            run(1 << b'-', 1, 1),
            run(DIGIT, 2, 2),
            run(UPPER, 1, 1),
        ]);
        assert!(PLATE.matches("HH-42X"));
        for text in ["", "HH-42", "HH-42XX", "Hh-42X", "HH-4XX", "HH_42X", "HH-421", "ÄH-42"] {
            assert!(!PLATE.matches(text), "{text}");
        }
        // A byte of one class that stands where another belongs.
        for at in 0..6 {
            for byte in 0..128u8 {
                let mut text = *b"HH-42X";
                text[at] = byte;
                let wanted = match at {
                    2 => byte == b'-',
                    3 | 4 => byte.is_ascii_digit(),
                    _ => byte.is_ascii_uppercase(),
                };
                assert_eq!(PLATE.matches(std::str::from_utf8(&text).unwrap()), wanted);
            }
        }
    }
}
