//! A calendar date as a value: exemptions end on one. Nobody in this crate asks a clock what day it is.

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, if there is such a day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let real = (1..=12).contains(&month) && day >= 1 && day <= days_of_month(year, month);
        real.then_some(Date { year, month, day })
    }

    /// Reads `2027-12-31`.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-' && text.is_ascii();
        if !shaped {
            return None;
        }
        let number = |range: std::ops::Range<usize>| {
            let digits = text[range].bytes().all(|b| b.is_ascii_digit()).then_some(());
            digits.map(|()| bytes.len())
        };
        number(0..4).and(number(5..7)).and(number(8..10))?;
        Date::new(text[0..4].parse().ok()?, text[5..7].parse().ok()?, text[8..10].parse().ok()?)
    }

    /// The day on which this many seconds after 1970 (UTC) fall; what a shell with a clock hands in.
    pub fn of_unix_seconds(seconds: u64) -> Date {
        let mut day = (seconds / 86_400).min(2_932_896) as i64; // the last day of the year 9999
        let mut year = 1970u16;
        loop {
            let length = if is_leap(year) { 366 } else { 365 };
            if day < length {
                break;
            }
            day -= length;
            year += 1;
        }
        let mut month = 1u8;
        while day >= i64::from(days_of_month(year, month)) {
            day -= i64::from(days_of_month(year, month));
            month += 1;
        }
        Date { year, month, day: day as u8 + 1 }
    }

    /// Year, month, day.
    pub fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Days from 1970-01-01 to a day, negative before it.
pub(crate) fn days_since_1970(year: u16, month: u8, day: u8) -> i64 {
    let before = |year: i64| year * 365 + year / 4 - year / 100 + year / 400;
    let years = before(i64::from(year) - 1) - before(1969);
    let months: i64 = (1..month).map(|month| i64::from(days_of_month(year, month))).sum();
    years + months + i64::from(day) - 1
}

fn days_of_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_days_are_dates_and_they_read_back() {
        for text in ["1970-01-01", "2024-02-29", "2000-02-29", "2026-11-21", "9999-12-31"] {
            let date = Date::parse(text).unwrap();
            assert_eq!(date.to_string(), text);
            let (year, month, day) = date.parts();
            let seconds = days_since_1970(year, month, day) as u64 * 86_400 + 5;
            assert_eq!(Date::of_unix_seconds(seconds), date);
        }
        for text in
            ["2023-02-29", "1900-02-29", "2026-13-01", "2026-1-01", "+026-01-01", "2026-01-é"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
