//! The time of a validation: given, or asked of the one clock when a rule first wants it.

use crate::stamp;
use crate::time::TimestampMicros;
use std::cell::Cell;

/// The time that rules about now compare with; one for a whole validation.
#[derive(Debug, Clone)]
pub struct Now {
    nanos: Cell<Option<i128>>,
}

impl Now {
    /// The time of the clock at the moment when a rule first asks; never asked if no rule does.
    pub const fn of_clock() -> Self {
        Now { nanos: Cell::new(None) }
    }

    /// This time, whatever the clock says.
    pub fn at(time: TimestampMicros) -> Self {
        Now { nanos: Cell::new(Some(time.nanos())) }
    }

    /// Nanoseconds since 1970.
    #[inline]
    pub fn nanos(&self) -> i128 {
        self.nanos.get().unwrap_or_else(|| {
            let nanos = stamp::now().nanos();
            self.nanos.set(Some(nanos));
            nanos
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_stands_still_within_a_validation() {
        let given = Now::at(TimestampMicros(-5));
        assert_eq!(given.nanos(), -5_000);
        let asked = Now::of_clock();
        assert_eq!(asked.nanos(), asked.nanos());
    }
}
