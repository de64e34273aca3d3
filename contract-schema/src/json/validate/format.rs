//! Formats and contents of strings, as assertions; `None` where nobody here can tell.
//!
//! Generated code judges formats too, in `contract-runtime`, whose users link no parser of schemas, while this crate must
//! not know what is generated: so there are two, and a test of `contract-codegen` holds them to each other.

use crate::json::{pattern, uri};
use crate::json_text;
use base64::Engine;

/// A format and its judge.
type Row = (&'static str, fn(&str) -> Option<bool>);

/// Formats that are judged; those left out are annotations, as for every validator that does not know them.
const FORMATS: [Row; 17] = [
    ("date", |text| Some(is_date(text))),
    ("date-time", |text| Some(is_date_time(text))),
    ("duration", |text| Some(is_duration(text))),
    ("email", |text| Some(is_email(text)).filter(|is| !is || !text.contains('"'))),
    ("hostname", |text| Some(is_hostname(text)).filter(|is| !is || !text.contains("--"))),
    ("idn-email", |text| text.contains('@').then_some(true).or(Some(false)).filter(|is| !is)),
    ("idn-hostname", |text| text.contains(' ').then_some(false)),
    ("ipv4", |text| Some(text.parse::<core::net::Ipv4Addr>().is_ok())),
    ("ipv6", |text| Some(text.parse::<core::net::Ipv6Addr>().is_ok())),
    ("iri", |text| not_an_address(text).or((!uri::is_absolute(text)).then_some(false))),
    ("iri-reference", not_an_address),
    ("json-pointer", |text| Some(is_pointer(text))),
    ("regex", |text| pattern::check(text).is_err().then_some(false)),
    ("time", |text| Some(is_time(text))),
    ("uri", |text| not_an_address(text).or(is_uri(text))),
    ("uri-reference", not_an_address),
    ("uuid", |text| Some(is_uuid(text))),
];

/// Formats that every text of another format has as well.
pub(in crate::json) const WIDER: [(&str, &str); 7] = [
    ("email", "idn-email"),
    ("hostname", "idn-hostname"),
    ("uri", "uri-reference"),
    ("uri", "iri"),
    ("uri", "iri-reference"),
    ("uri-reference", "iri-reference"),
    ("iri", "iri-reference"),
];

/// Whether a specification defines a format; all that are defined speak of strings.
pub(in crate::json) fn is_known(format: &str) -> bool {
    matches!(format, "uri-template" | "relative-json-pointer")
        || FORMATS.iter().any(|row| row.0 == format)
}

/// Whether a text has a format of JSON Schema; `None` where this crate cannot tell.
pub fn has_format(format: &str, text: &str) -> Option<bool> {
    match FORMATS.iter().find(|row| row.0 == format) {
        Some(row) => row.1(text),
        None if is_known(format) => None,
        None => Some(true),
    }
}

/// Whether a text holds the content that a keyword names.
pub(super) fn holds(keyword: &str, content: &str, text: &str) -> Option<bool> {
    match (keyword, content) {
        ("contentEncoding", "base64") => {
            Some(base64::engine::general_purpose::STANDARD.decode(text).is_ok())
        }
        ("contentMediaType", "application/json") => {
            Some(json_text::parse(text, json_text::MAX_DEPTH).is_ok())
        }
        _ => None,
    }
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=last).contains(&day)
}

fn is_time(text: &str) -> bool {
    let zone = text.find(['Z', 'z', '+', '-']);
    let Some(zone) = zone else { return false };
    let (clock, offset) = text.split_at(zone);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let parts: Vec<&str> = clock.split(':').collect();
    let [hour, minute, second] = parts[..] else { return false };
    let (Some(hour), Some(minute), Some(second)) =
        (number(hour, 2), number(minute, 2), number(second, 2))
    else {
        return false;
    };
    let has_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let Some(offset) = offset_minutes(offset) else { return false };
    // Leap seconds come at midnight in Greenwich.
    let minutes = (hour as i32 * 60 + minute as i32 - offset).rem_euclid(24 * 60);
    let is_second = second < 60 || second == 60 && minutes == 24 * 60 - 1;
    hour < 24 && minute < 60 && is_second && has_fraction
}

fn offset_minutes(offset: &str) -> Option<i32> {
    if offset == "Z" || offset == "z" {
        return Some(0);
    }
    let sign = match offset.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
    (hours < 24 && minutes < 60).then(|| sign * (hours * 60 + minutes) as i32)
}

fn is_date_time(text: &str) -> bool {
    match text.split_once(['T', 't']) {
        Some((date, time)) => is_date(date) && is_time(time),
        None => false,
    }
}

/// RFC 3339, appendix A: units once each, in order, each behind its number.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    if let Some(weeks) = rest.strip_suffix('W') {
        return !weeks.is_empty() && weeks.bytes().all(|byte| byte.is_ascii_digit());
    }
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    let of_date = units(date, "YMD");
    let of_time = time.map_or(Some(1), |time| units(time, "HMS"));
    match (of_date, of_time) {
        (Some(0), _) if time.is_none() => false,
        (_, Some(0)) => false,
        (Some(_), Some(_)) => true,
        _ => false,
    }
}

/// How many units there are, without gaps between them.
fn units(text: &str, order: &str) -> Option<usize> {
    let (mut rest, mut count, mut next) = (text, 0, 0);
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit()).count();
        let unit = rest[digits..].chars().next()?;
        let at = order.find(unit)?;
        if digits == 0 || at < next || count > 0 && at != next {
            return None;
        }
        (next, count) = (at + 1, count + 1);
        rest = &rest[digits + 1..];
    }
    Some(count)
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let literal = domain.strip_prefix('[').and_then(|domain| domain.strip_suffix(']'));
    let is_literal = literal.is_some_and(|address| match address.strip_prefix("IPv6:") {
        Some(address) => address.parse::<core::net::Ipv6Addr>().is_ok(),
        None => address.parse::<core::net::Ipv4Addr>().is_ok(),
    });
    let is_atom = |atom: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
        !atom.is_empty() && atom.chars().all(fits)
    };
    let is_quoted = local.len() > 1 && local.starts_with('"') && local.ends_with('"');
    (is_quoted || local.split('.').all(is_atom)) && (is_literal || is_hostname(domain))
}

fn is_hostname(text: &str) -> bool {
    let is_label = |label: &str| {
        let inside = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (1..=63).contains(&label.len())
            && inside
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

/// What no address may hold.
fn not_an_address(text: &str) -> Option<bool> {
    let forbidden = |c: char| c <= ' ' || "<>\"\\^`{|}".contains(c);
    text.contains(forbidden).then_some(false)
}

/// Only what is plain enough to be sure of.
fn is_uri(text: &str) -> Option<bool> {
    let is_plain =
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":/.-_~".contains(&byte));
    match (uri::is_absolute(text), is_plain) {
        (false, _) => Some(false),
        (true, true) => Some(true),
        (true, false) => None,
    }
}

fn is_pointer(text: &str) -> bool {
    let is_escaped = |token: &str| {
        let mut parts = token.split('~');
        parts.next();
        parts.all(|part| part.starts_with(['0', '1']))
    };
    text.is_empty() || text.starts_with('/') && text.split('/').all(is_escaped)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
