//! Named formats of strings: those of finance with their check digits and lists, and those of the internet.
//!
//! Every function answers whether the text has the format; none allocates.

mod net;
mod tables;

pub use net::{
    is_address, is_email, is_host, is_host_and_port, is_hostname, is_ip, is_ip_prefix,
    is_ip_with_prefixlen, is_ipv4, is_ipv4_prefix, is_ipv4_with_prefixlen, is_ipv6, is_ipv6_prefix,
    is_ipv6_with_prefixlen, is_uri, is_uri_ref,
};
use tables::{
    ALPHA_3_BITS, COUNTRIES, COUNTRY_BITS, COUNTRY_ROWS, CURRENCIES, CURRENCY_BITS, CURRENCY_ROWS,
    IBAN_LENGTHS,
};

/// An IBAN (ISO 13616) in electronic form: length of its country, check digits by mod 97.
pub fn is_iban(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((country, [a, b, ..])) = bytes.split_first_chunk::<2>() else {
        return false;
    };
    let Ok(row) = IBAN_LENGTHS.binary_search_by(|row| row.0.cmp(country)) else {
        return false;
    };
    bytes.len() == IBAN_LENGTHS[row].1
        && a.is_ascii_digit()
        && b.is_ascii_digit()
        && mod_97(bytes[4..].iter().chain(&bytes[..4])) == Some(1)
}

/// A BIC (ISO 9362) of 8 or 11 characters whose country exists.
pub fn is_bic(text: &str) -> bool {
    let bytes = text.as_bytes();
    let upper_or_digit = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    matches!(bytes.len(), 8 | 11)
        && bytes.iter().all(upper_or_digit)
        && (is_country(&text[4..6]) || &text[4..6] == "XK")
}

/// An LEI (ISO 17442): 20 characters, check digits by mod 97.
pub fn is_lei(text: &str) -> bool {
    let bytes = text.as_bytes();
    let upper_or_digit = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    bytes.len() == 20
        && bytes.iter().all(upper_or_digit)
        && bytes[18..].iter().all(u8::is_ascii_digit)
        && mod_97(bytes.iter()) == Some(1)
}

/// A UETR: a uuid of version 4 in lower case.
pub fn is_uetr(text: &str) -> bool {
    let bytes = text.as_bytes();
    is_uuid(text)
        && !bytes.iter().fold(false, |any, byte| any | byte.is_ascii_uppercase())
        && bytes[14] == b'4'
        && matches!(bytes[19], b'8' | b'9' | b'a' | b'b')
}

/// A uuid in the form 8-4-4-4-12.
pub fn is_uuid(text: &str) -> bool {
    crate::text::parse_uuid(text.as_bytes()).is_some()
}

/// A uuid without hyphens.
pub fn is_tuuid(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A ULID: 26 characters of Crockford's base 32, at most 128 bits.
pub fn is_ulid(text: &str) -> bool {
    let in_alphabet =
        |byte: u8| byte.is_ascii_alphanumeric() && !b"ILOU".contains(&byte.to_ascii_uppercase());
    text.len() == 26 && text.bytes().all(in_alphabet) && text.as_bytes()[0] <= b'7'
}

/// A full name of Protobuf, `a.b.C`.
pub fn is_protobuf_fqn(text: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    text.split('.').all(is_part)
}

/// A full name of Protobuf with a leading point, `.a.b.C`.
pub fn is_protobuf_dot_fqn(text: &str) -> bool {
    text.strip_prefix('.').is_some_and(is_protobuf_fqn)
}

/// The name of an HTTP header; unless `strict`, whatever does not end a line.
pub fn is_header_name(text: &str, strict: bool) -> bool {
    if !strict {
        return !text.is_empty() && !text.contains(['\0', '\n', '\r']);
    }
    let name = text.strip_prefix(':').unwrap_or(text);
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_|~`".contains(&byte);
    !name.is_empty() && name.bytes().all(allowed)
}

/// The value of an HTTP header; unless `strict`, whatever does not end a line.
pub fn is_header_value(text: &str, strict: bool) -> bool {
    let refused = |byte: u8| match strict {
        true => matches!(byte, 0..=8 | 10..=31 | 127),
        false => matches!(byte, 0 | b'\n' | b'\r'),
    };
    !text.bytes().any(refused)
}

/// A code of ISO 4217 that money is counted in.
pub fn is_currency(text: &str) -> bool {
    let code: Result<&[u8; 3], _> = text.as_bytes().try_into();
    code.is_ok_and(|code| CURRENCY_BITS.contains(code))
}

/// Digits after the point of a currency (ISO 4217); nothing for texts that are no currency.
pub fn minor_units(currency: &str) -> Option<u8> {
    let code: &[u8; 3] = currency.as_bytes().try_into().ok()?;
    let first = CURRENCY_ROWS.first(code)?;
    // A country has a currency or a few.
    let mut alike = CURRENCIES[first..].iter().take_while(|row| row.0[..2] == code[..2]);
    alike.find(|row| row.0 == code).map(|row| row.1)
}

/// A country code of two letters (ISO 3166-1 alpha-2).
pub fn is_country(text: &str) -> bool {
    let code: Result<&[u8; 2], _> = text.as_bytes().try_into();
    code.is_ok_and(|code| COUNTRY_BITS.contains(code))
}

/// The alpha-3 code of an alpha-2 code.
pub fn alpha_3(alpha_2: &str) -> Option<&'static str> {
    let code: &[u8; 2] = alpha_2.as_bytes().try_into().ok()?;
    let row = COUNTRY_ROWS.first(code)?;
    std::str::from_utf8(COUNTRIES[row].1).ok()
}

/// A country code of three letters (ISO 3166-1 alpha-3).
pub fn is_country_alpha_3(text: &str) -> bool {
    let code: Result<&[u8; 3], _> = text.as_bytes().try_into();
    code.is_ok_and(|code| ALPHA_3_BITS.contains(code))
}

/// A payment corridor: two alpha-3 countries joined by a hyphen, `ZWE-ZAF`.
pub fn is_corridor(text: &str) -> bool {
    let &[a, b, c, b'-', d, e, f] = text.as_bytes() else {
        return false;
    };
    ALPHA_3_BITS.contains(&[a, b, c]) && ALPHA_3_BITS.contains(&[d, e, f])
}

/// Whether a corridor leads from one country to another, each in two letters; what is no corridor or no country breaks
/// another rule than this.
pub fn is_corridor_of(corridor: &str, from: &str, to: &str) -> bool {
    match (alpha_3(from), alpha_3(to), corridor.split_once('-')) {
        (Some(from), Some(to), Some((start, end))) if is_corridor(corridor) => {
            start == from && end == to
        }
        _ => true,
    }
}

/// The remainder by 97 of the number that letters and digits spell (A is 10 … Z is 35); none for other bytes.
fn mod_97<'a>(bytes: impl Iterator<Item = &'a u8>) -> Option<u32> {
    let mut remainder = 0u64;
    for byte in bytes {
        let digit = char::from(*byte).to_digit(36)?;
        remainder = remainder * if digit < 10 { 10 } else { 100 } + u64::from(digit);
        // A division is dear, and there is room for two more digits below this.
        if remainder >= u64::MAX / 10_000 {
            remainder %= 97;
        }
    }
    Some((remainder % 97) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(is: fn(&str) -> bool, good: &[&str], bad: &[&str]) {
        good.iter().for_each(|text| assert!(is(text), "{text} is one"));
        bad.iter().for_each(|text| assert!(!is(text), "{text} is none"));
    }

    #[test]
    fn account_numbers_need_length_country_and_check_digits() {
        check(
            is_iban,
            &["DE89370400440532013000", "GB82WEST12345698765432", "NO9386011117947"],
            &[
                "",
                "DE",
                "DE89370400440532013001",
                "DE8937040044053201300",
                "de89370400440532013000",
                "DE89 3704 0044 0532 0130 00",
                "XX89370400440532013000",
                "ÄE89370400440532013000",
            ],
        );
    }

    #[test]
    fn institutions_are_checked_in_full() {
        check(
            is_bic,
            &["DEUTDEFF", "DEUTDEFF500", "SBZAZAJJ"],
            &["DEUTDEF", "DEUTXXFF", "deutdeff", "DEUTDEFF50", "DEUTÉEFF"],
        );
        check(
            is_lei,
            &["5493001KJTIIGC8Y1R12", "529900T8BM49AURSDO55"],
            &["5493001KJTIIGC8Y1R13", "5493001KJTIIGC8Y1R1", "5493001kjtiigc8y1r12", ""],
        );
        check(
            is_uetr,
            &["97ed4827-7b6f-4491-a06f-b548d5a7512d"],
            &[
                "97ED4827-7b6f-4491-a06f-b548d5a7512d",
                "97ed4827-7b6f-1491-a06f-b548d5a7512d",
                "97ed4827-7b6f-4491-c06f-b548d5a7512d",
            ],
        );
    }

    #[test]
    fn names_and_headers() {
        check(is_protobuf_fqn, &["a", "a.b_1.C"], &["", ".a", "a.", "a..b", "1a", "a-b"]);
        check(is_protobuf_dot_fqn, &[".a.b"], &["a", "."]);
        check(|text| is_header_name(text, true), &["a-b", ":path"], &["", ":", "a b", "ä", "a:b"]);
        check(|text| is_header_name(text, false), &["a b", "ä"], &["", "a\nb"]);
        check(|text| is_header_value(text, true), &["", "a\tb", "ä"], &["a\nb", "\u{7f}"]);
        check(|text| is_header_value(text, false), &["\u{7f}"], &["a\rb"]);
    }

    #[test]
    fn a_ulid_has_128_bits() {
        let good = ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "7zzzzzzzzzzzzzzzzzzzzzzzzz"];
        check(is_ulid, &good, &["8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01ARZ3NDEKTSV4RRFFQ69G5FAU", ""]);
    }

    #[test]
    fn lists_decide_currencies_countries_and_corridors() {
        check(is_currency, &["USD", "ZWG", "JPY"], &["usd", "XXX", "US", "USDX", "€UR"]);
        check(is_country, &["ZW", "SG"], &["ZZ", "zw", "ZWE", ""]);
        check(
            is_corridor,
            &["ZWE-ZAF", "USA-SGP"],
            &["ZWE", "ZWE-", "ZWE-XXX", "ZW-ZA", "ZWE-ZAF-"],
        );
        assert_eq!(
            [minor_units("JPY"), minor_units("BHD"), minor_units("")],
            [Some(0), Some(3), None]
        );
        assert_eq!(alpha_3("ZA"), Some("ZAF"));
        assert!(is_corridor_of("ZWE-ZAF", "ZW", "ZA") && is_corridor_of("ZWE-XXX", "ZW", "DE"));
        assert!(!is_corridor_of("ZWE-ZAF", "ZA", "ZW") && !is_corridor_of("ZWE-ZAF", "ZW", "DE"));
    }
}
