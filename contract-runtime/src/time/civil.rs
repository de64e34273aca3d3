//! Days to calendar dates and back, in the proleptic Gregorian calendar.

use std::fmt;

/// Days of a cycle of 400 years.
const CYCLE: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;

/// Year, month and day of a day number. Years begin in March inside, so that leap days come last.
pub(crate) fn from_days(days: i64) -> (i64, u32, u32) {
    let days = days + EPOCH;
    let cycle = days.div_euclid(CYCLE);
    let of_cycle = days.rem_euclid(CYCLE);
    let year = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + cycle * 400 + i64::from(month <= 2);
    (year, month as u32, day as u32)
}

/// The day number of a date; `None` if the month has no such day. Years are those of eleven digits at most.
pub(crate) fn to_days(year: i64, month: u32, day: u32) -> Option<i64> {
    if day == 0 || day > days_in_month(year, month)? {
        return None;
    }
    let march_year = year - i64::from(month <= 2);
    let cycle = march_year.div_euclid(400);
    let of_cycle = march_year.rem_euclid(400);
    let month = i64::from(if month > 2 { month - 3 } else { month + 9 });
    let of_year = (153 * month + 2) / 5 + i64::from(day) - 1;
    let of_cycle = of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year;
    Some(cycle * CYCLE + of_cycle - EPOCH)
}

fn days_in_month(year: i64, month: u32) -> Option<u32> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

pub(super) fn write_date(f: &mut fmt::Formatter<'_>, days: i64) -> fmt::Result {
    let (year, month, day) = from_days(days);
    match year {
        0..=9999 => write!(f, "{year:04}-{month:02}-{day:02}"),
        _ => write!(f, "{year:+07}-{month:02}-{day:02}"),
    }
}

/// Hours, minutes, seconds, and the fraction in groups of three digits as far as it is not zero.
pub(super) fn write_clock(f: &mut fmt::Formatter<'_>, units: i64, per_second: i64) -> fmt::Result {
    let sign = if units < 0 { "-" } else { "" };
    let (units, per_second) = (units.unsigned_abs(), per_second.unsigned_abs());
    let (seconds, fraction) = (units / per_second, units % per_second);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    write!(f, "{sign}{hours:02}:{minutes:02}:{seconds:02}")?;
    let nanos = fraction * (1_000_000_000 / per_second);
    match (nanos % 1_000_000, nanos % 1_000) {
        (0, _) if nanos == 0 => Ok(()),
        (0, _) => write!(f, ".{:03}", nanos / 1_000_000),
        (_, 0) => write!(f, ".{:06}", nanos / 1_000),
        _ => write!(f, ".{nanos:09}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree_over_two_cycles_and_at_the_ends() {
        let mut expected = (1600, 1, 1);
        let first = to_days(1600, 1, 1).unwrap();
        for days in first..first + 2 * CYCLE {
            assert_eq!(from_days(days), expected);
            assert_eq!(to_days(expected.0, expected.1, expected.2), Some(days));
            let (year, month, day) = expected;
            expected = match (month, days_in_month(year, month) == Some(day)) {
                (_, false) => (year, month, day + 1),
                (12, true) => (year + 1, 1, 1),
                (_, true) => (year, month + 1, 1),
            };
        }
        assert_eq!(from_days(0), (1970, 1, 1));
        for days in [i64::from(i32::MIN), i64::from(i32::MAX), i64::MAX / 86_400_000] {
            let (year, month, day) = from_days(days);
            assert_eq!(to_days(year, month, day), Some(days));
        }
    }
}
