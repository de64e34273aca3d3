//! Points in time and spans, in nanoseconds, within the ranges that CEL gives them.

use super::Fault;
use crate::time::civil;

const SECOND: i128 = 1_000_000_000;
const DAY: i64 = 86_400;
/// 0001-01-01T00:00:00Z.
pub(super) const FIRST: i128 = -62_135_596_800 * SECOND;
/// 9999-12-31T23:59:59.999999999Z.
pub(super) const LAST: i128 = 253_402_300_799 * SECOND + (SECOND - 1);
/// The longest span, as Protobuf has it.
pub(super) const SPAN: i128 = 315_576_000_000 * SECOND;

/// A point in time moved by a span.
///
/// # Errors
/// The result lies outside of the years 1 to 9999.
#[inline]
pub fn add_time(time: i128, span: i128) -> Result<i128, Fault> {
    let sum = time.checked_add(span).filter(|sum| (FIRST..=LAST).contains(sum));
    sum.ok_or(Fault::Overflow)
}

/// The sum of two spans, or the difference of two points in time.
///
/// # Errors
/// The result is longer than 10 000 years.
#[inline]
pub fn add_span(left: i128, right: i128) -> Result<i128, Fault> {
    let sum = left.checked_add(right).filter(|sum| sum.unsigned_abs() <= SPAN.unsigned_abs());
    sum.ok_or(Fault::Overflow)
}

/// A part of a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the accessor of CEL that it is named after")]
pub enum Part {
    FullYear,
    /// From 0.
    Month,
    /// From 0.
    DayOfMonth,
    /// From 1.
    Date,
    /// From 0, Sunday.
    DayOfWeek,
    /// From 0.
    DayOfYear,
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
}

/// A part of `nanos` since 1970, by a clock that is `offset` seconds ahead of UTC.
pub fn part(nanos: i128, part: Part, offset: i64) -> i64 {
    let seconds =
        i64::try_from(nanos.div_euclid(SECOND)).unwrap_or_default().saturating_add(offset);
    let (days, clock) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let (year, month, day) = civil::from_days(days);
    match part {
        Part::FullYear => year,
        Part::Month => i64::from(month) - 1,
        Part::DayOfMonth => i64::from(day) - 1,
        Part::Date => i64::from(day),
        // 1970-01-01 was a Thursday.
        Part::DayOfWeek => (days + 4).rem_euclid(7),
        Part::DayOfYear => days - civil::to_days(year, 1, 1).unwrap_or(days),
        Part::Hours => clock / 3_600,
        Part::Minutes => clock / 60 % 60,
        Part::Seconds => clock % 60,
        Part::Milliseconds => (nanos.rem_euclid(SECOND) / 1_000_000) as i64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_the_calendar_and_the_offset() {
        // 2026-03-01T23:30:05.250Z, a Sunday.
        let nanos = 1_772_407_805_250_000_000;
        let parts = |offset| {
            use Part as P;
            [
                P::FullYear,
                P::Month,
                P::DayOfMonth,
                P::Date,
                P::DayOfWeek,
                P::DayOfYear,
                P::Hours,
                P::Minutes,
                P::Seconds,
                P::Milliseconds,
            ]
            .map(|wanted| part(nanos, wanted, offset))
        };
        assert_eq!(parts(0), [2026, 2, 0, 1, 0, 59, 23, 30, 5, 250]);
        assert_eq!(parts(3_600), [2026, 2, 1, 2, 1, 60, 0, 30, 5, 250]);
    }

    #[test]
    fn times_and_spans_stay_in_their_range() {
        assert_eq!(add_time(LAST, 1), Err(Fault::Overflow));
        assert_eq!(add_time(FIRST, 5), Ok(FIRST + 5));
        assert_eq!(add_span(SPAN, 1), Err(Fault::Overflow));
        assert_eq!(add_span(SPAN, -SPAN), Ok(0));
    }
}
