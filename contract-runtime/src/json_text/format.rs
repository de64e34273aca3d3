//! The formats of JSON Schema: a table from name to judge. What no row names is an annotation and holds.
//!
//! The registry's validator has a table of its own in `contract-schema`, which generated code does not link; a test of
//! `contract-codegen` holds them to each other.

use crate::format as known;
use crate::time::Date;

/// A format and its judge.
type Row = (&'static str, fn(&str) -> bool);

/// The financial formats of this project stand beside those of the specifications.
const FORMATS: [Row; 26] = [
    ("bic", known::is_bic),
    ("corridor", known::is_corridor),
    ("country", known::is_country),
    ("currency", known::is_currency),
    ("date", is_date),
    ("date-time", is_date_time),
    ("duration", is_duration),
    ("email", known::is_email),
    ("hostname", known::is_hostname),
    ("iban", known::is_iban),
    ("idn-email", |text| {
        text.rsplit_once('@').is_some_and(|(local, host)| !local.is_empty() && !host.is_empty())
    }),
    ("idn-hostname", |text| !text.is_empty() && !text.contains(char::is_whitespace)),
    ("ipv4", |text| text.parse::<core::net::Ipv4Addr>().is_ok()),
    ("ipv6", |text| text.parse::<core::net::Ipv6Addr>().is_ok()),
    ("iri", |text| !has_no_place(text) && text.contains(':')),
    ("iri-reference", |text| !has_no_place(text)),
    ("json-pointer", is_pointer),
    ("lei", known::is_lei),
    ("relative-json-pointer", is_relative_pointer),
    ("time", is_time),
    ("uetr", known::is_uetr),
    ("ulid", known::is_ulid),
    ("uri", known::is_uri),
    ("uri-reference", known::is_uri_ref),
    ("uri-template", is_template),
    ("uuid", known::is_uuid),
];

/// Whether a text has a format.
pub fn fits(format: &str, text: &str) -> bool {
    match FORMATS.binary_search_by(|row| row.0.cmp(format)) {
        Ok(row) => FORMATS[row].1(text),
        Err(_) => true,
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<Date>().is_ok()
}

fn is_date_time(text: &str) -> bool {
    text.split_once(['T', 't']).is_some_and(|(date, time)| is_date(date) && is_time(time))
}

fn number(text: &str) -> Option<u32> {
    let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// A time of day with its zone; a leap second comes at midnight in Greenwich.
fn is_time(text: &str) -> bool {
    let Some((clock, zone)) = text.split_at_checked(8) else { return false };
    let mut parts = clock.split(':').map(number);
    let (Some(Some(hour)), Some(Some(minute)), Some(Some(second)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let zone = match zone.strip_prefix('.') {
        None => zone,
        Some(rest) => {
            let zone = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
            if zone.len() == rest.len() {
                return false;
            }
            zone
        }
    };
    let Some(offset) = offset_minutes(zone) else { return false };
    let minutes = (hour as i32 * 60 + minute as i32 - offset).rem_euclid(24 * 60);
    let is_second = second < 60 || second == 60 && minutes == 24 * 60 - 1;
    hour < 24 && minute < 60 && is_second
}

fn offset_minutes(zone: &str) -> Option<i32> {
    if zone == "Z" || zone == "z" {
        return Some(0);
    }
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = zone[1..].split_once(':')?;
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours < 24 && minutes < 60).then(|| sign * (hours * 60 + minutes) as i32)
}

/// RFC 3339, appendix A: whole units once each, in order, none left out between two.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    if let Some(weeks) = rest.strip_suffix('W') {
        return !weeks.is_empty() && weeks.bytes().all(|byte| byte.is_ascii_digit());
    }
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    match (units(date, b"YMD"), time.map(|time| units(time, b"HMS"))) {
        (Some(0), None) | (_, Some(Some(0))) => false,
        (Some(_), None | Some(Some(_))) => true,
        _ => false,
    }
}

/// How many units there are.
fn units(text: &str, order: &[u8]) -> Option<usize> {
    let (mut rest, mut count, mut next) = (text.as_bytes(), 0, 0);
    while !rest.is_empty() {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let unit = rest.get(digits)?;
        let at = order.iter().position(|known| known == unit)?;
        if digits == 0 || at < next || count > 0 && at != next {
            return None;
        }
        (next, count) = (at + 1, count + 1);
        rest = &rest[digits + 1..];
    }
    Some(count)
}

/// What no address may hold.
fn has_no_place(text: &str) -> bool {
    text.contains(|c: char| c <= ' ' || "<>\"\\^`{|}".contains(c))
}

fn is_pointer(text: &str) -> bool {
    let is_escaped =
        |token: &str| token.split('~').skip(1).all(|part| part.starts_with(['0', '1']));
    text.is_empty() || text.starts_with('/') && text.split('/').all(is_escaped)
}

fn is_relative_pointer(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    digits > 0 && (digits == 1 || !text.starts_with('0')) && (rest == "#" || is_pointer(rest))
}

/// Braces in pairs, none inside another.
fn is_template(text: &str) -> bool {
    let mut is_open = false;
    for letter in text.chars() {
        match letter {
            '{' if is_open => return false,
            '}' if !is_open => return false,
            '{' => is_open = true,
            '}' => is_open = false,
            _ => {}
        }
    }
    !is_open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_what_it_does_not_name_holds() {
        assert!(FORMATS.is_sorted_by(|one, two| one.0 < two.0));
        assert!(fits("unheard-of", "") && !fits("uuid", ""));
    }

    #[test]
    fn times_and_durations_are_those_of_rfc_3339() {
        for time in ["13:45:59Z", "13:45:59.5+02:00", "23:59:60Z", "00:59:60+01:00"] {
            assert!(is_time(time), "{time}");
        }
        for time in
            ["13:45:59", "24:00:00Z", "13:45:60Z", "13:45:59.Z", "1:45:59Z", "13:45Z", "13:45:59+1"]
        {
            assert!(!is_time(time), "{time}");
        }
        for span in ["P1Y2M3DT4H5M6S", "P2W", "PT5M", "P1D"] {
            assert!(is_duration(span), "{span}");
        }
        for span in ["P", "PT", "P1DT", "P1S", "P1Y3D", "1D", "P1D2M", "P-1D", "PT1.5S", "P2W1D"] {
            assert!(!is_duration(span), "{span}");
        }
    }
}
