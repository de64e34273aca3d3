//! Whether a pattern compiles. Contracts repeat their patterns, and to compile one takes longer than to read a field.

use std::cell::RefCell;
use std::collections::HashSet;

/// A pattern takes at most so many bytes when compiled.
const LARGEST: usize = 1 << 20;
/// Sound patterns that a thread remembers.
const MOST: usize = 256;

thread_local! {
    static SOUND: RefCell<HashSet<Box<str>>> = RefCell::default();
}

/// What keeps a pattern from being compiled.
pub(crate) fn fault(pattern: &str) -> Option<regex::Error> {
    if SOUND.with_borrow(|sound| sound.contains(pattern)) {
        return None;
    }
    let fault = regex::RegexBuilder::new(pattern).size_limit(LARGEST).build().err();
    if fault.is_none() {
        SOUND.with_borrow_mut(|sound| {
            if sound.len() >= MOST {
                sound.clear();
            }
            sound.insert(pattern.into());
        });
    }
    fault
}

#[cfg(test)]
mod tests {
    use super::{MOST, fault};

    #[test]
    fn what_was_sound_is_sound_again_and_what_was_not_is_not() {
        for _ in 0..2 {
            assert!(fault("^[a-z]{1,9}$").is_none());
            assert!(fault("(").is_some());
        }
        (0..2 * MOST).for_each(|count| assert!(fault(&format!("^a{{{count}}}$")).is_none()));
        assert!(fault("^[a-z]{1,9}$").is_none());
    }
}
