//! Formats of the internet, as protovalidate words them.

use core::net::{Ipv4Addr, Ipv6Addr};

/// An address `local@domain` in the form that HTML forms accept.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    !local.is_empty()
        && local.bytes().all(allowed)
        && !domain.is_empty()
        && domain.split('.').all(is_label)
}

/// A host name: labels of letters, digits and inner hyphens; the last label is not all digits.
pub fn is_hostname(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    let last_is_number =
        name.rsplit('.').next().is_some_and(|label| label.bytes().all(|b| b.is_ascii_digit()));
    text.len() <= 253 && name.split('.').all(is_label) && !last_is_number
}

fn is_label(label: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(inner)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// An IPv4 or IPv6 address.
pub fn is_ip(text: &str) -> bool {
    is_ipv4(text) || is_ipv6(text)
}

/// An IPv4 address in dotted form.
pub fn is_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

/// An IPv6 address; a zone may follow.
pub fn is_ipv6(text: &str) -> bool {
    match text.split_once('%') {
        Some((address, zone)) => address.parse::<Ipv6Addr>().is_ok() && !zone.is_empty(),
        None => text.parse::<Ipv6Addr>().is_ok(),
    }
}

/// A host name or an IP address.
pub fn is_address(text: &str) -> bool {
    is_hostname(text) || is_ip(text)
}

/// An IP address and a prefix length, `10.0.0.1/8`.
pub fn is_ip_with_prefixlen(text: &str) -> bool {
    is_ipv4_with_prefixlen(text) || is_ipv6_with_prefixlen(text)
}

/// An IPv4 address and a prefix length.
pub fn is_ipv4_with_prefixlen(text: &str) -> bool {
    v4_prefix(text).is_some()
}

/// An IPv6 address and a prefix length.
pub fn is_ipv6_with_prefixlen(text: &str) -> bool {
    v6_prefix(text).is_some()
}

/// An IP network: all bits behind the prefix are zero, `10.0.0.0/8`.
pub fn is_ip_prefix(text: &str) -> bool {
    is_ipv4_prefix(text) || is_ipv6_prefix(text)
}

/// An IPv4 network.
pub fn is_ipv4_prefix(text: &str) -> bool {
    v4_prefix(text)
        .is_some_and(|(address, length)| address.to_bits().checked_shl(length).unwrap_or(0) == 0)
}

/// An IPv6 network.
pub fn is_ipv6_prefix(text: &str) -> bool {
    v6_prefix(text)
        .is_some_and(|(address, length)| address.to_bits().checked_shl(length).unwrap_or(0) == 0)
}

fn v4_prefix(text: &str) -> Option<(Ipv4Addr, u32)> {
    let (address, length) = text.split_once('/')?;
    Some((address.parse().ok()?, prefix_length(length, 32)?))
}

fn v6_prefix(text: &str) -> Option<(Ipv6Addr, u32)> {
    let (address, length) = text.split_once('/')?;
    Some((address.parse().ok()?, prefix_length(length, 128)?))
}

fn prefix_length(text: &str, most: u32) -> Option<u32> {
    let plain = text == "0" || !text.starts_with(['0', '+']);
    text.parse().ok().filter(|length| plain && *length <= most)
}

/// A host name or IP address (IPv6 in brackets) and a port, `example.org:443`.
pub fn is_host_and_port(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else {
        return false;
    };
    let plain = port == "0" || (!port.starts_with(['0', '+']) && is_port(port));
    is_host(host) && plain && port.parse::<u16>().is_ok()
}

/// A host name or IP address, IPv6 in brackets.
pub fn is_host(text: &str) -> bool {
    match text.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => is_ipv6(address),
        None => is_hostname(text) || is_ipv4(text),
    }
}

/// A URI with a scheme (RFC 3986).
pub fn is_uri(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| is_scheme(scheme) && is_after_scheme(rest))
}

/// A URI, or a reference relative to one.
pub fn is_uri_ref(text: &str) -> bool {
    let first_segment = text.split(['/', '?', '#']).next().unwrap_or("");
    is_uri(text) || (!first_segment.contains(':') && is_after_scheme(text))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn is_after_scheme(text: &str) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (hierarchy, query) = text.split_once('?').unwrap_or((text, ""));
    if !has_only(fragment, b":@/?") || !has_only(query, b":@/?") {
        return false;
    }
    match hierarchy.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            is_authority(&rest[..end]) && has_only(&rest[end..], b":@/")
        }
        None => has_only(hierarchy, b":@/"),
    }
}

fn is_authority(text: &str) -> bool {
    let (user, host) = text.rsplit_once('@').unwrap_or(("", text));
    let (host, port) = match host.strip_prefix('[') {
        Some(bracketed) => {
            let Some((address, port)) = bracketed.split_once(']') else {
                return false;
            };
            return has_only(user, b":")
                && is_ip_literal(address)
                && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port));
        }
        None => host.rsplit_once(':').unwrap_or((host, "")),
    };
    has_only(user, b":") && has_only(host, b"") && decodes(host) && is_port(port)
}

/// What stands in brackets: an IPv6 address, its zone behind `%25` (RFC 6874), or an address of a version to come.
fn is_ip_literal(text: &str) -> bool {
    if let Some(future) = text.strip_prefix(['v', 'V']) {
        return future.split_once('.').is_some_and(|(version, address)| {
            let is_hex = version.bytes().all(|byte| byte.is_ascii_hexdigit());
            let is_plain = has_only(address, b":") && !address.contains('%');
            is_hex && !version.is_empty() && is_plain && !address.is_empty()
        });
    }
    match text.split_once('%') {
        None => is_ipv6(text),
        Some((address, zone)) => zone.strip_prefix("25").is_some_and(|zone| {
            is_ipv6(address) && !zone.is_empty() && is_unreserved(zone) && decodes(zone)
        }),
    }
}

/// Unreserved characters and percent-encoded bytes.
fn is_unreserved(text: &str) -> bool {
    has_only(text, b"") && !text.contains(['!', '$', '&', '\'', '(', ')', '*', '+', ',', ';', '='])
}

/// Whether percent-encoded bytes are text.
fn decodes(text: &str) -> bool {
    if !text.contains('%') {
        return true;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let hex =
            |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (first, behind) {
            (b'%', [high, low, after @ ..]) => {
                let (Some(high), Some(low)) = (hex(*high), hex(*low)) else { return false };
                bytes.push(high << 4 | low);
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    std::str::from_utf8(&bytes).is_ok()
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Unreserved characters, sub-delimiters, percent-encoded bytes, and those in `also`.
fn has_only(text: &str, also: &[u8]) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'%' => bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        _ => {
            byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(byte) || also.contains(byte)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(is: fn(&str) -> bool, good: &[&str], bad: &[&str]) {
        good.iter().for_each(|text| assert!(is(text), "{text} is one"));
        bad.iter().for_each(|text| assert!(!is(text), "{text} is none"));
    }

    #[test]
    fn addresses_of_the_internet() {
        check(
            is_email,
            &["a@b", "a.b+c@d-e.example"],
            &["", "a", "@b", "a@", "a@-b", "a b@c", "ä@b"],
        );
        check(is_hostname, &["a", "A-1.example.", "1a"], &["", "-a", "a..b", "1.2", "a_b"]);
        check(
            is_ip,
            &["127.0.0.1", "::1", "fe80::1%eth0"],
            &["127.0.0.256", "1::2::3", "::1%", ""],
        );
        check(
            is_uri,
            &["http://a/b?c#d", "urn:x:y", "s3://bucket/key", "http://[::1]:80/", "mailto:a@b"],
            &["", "a", "1a:b", "http://a b", "http://a/%zz", "http://[::1", "http://a:b/"],
        );
        check(
            is_uri,
            &["a://[v1.x:y]", "a://[::1%25eth%C3%96]/", "a://%C3%96"],
            &[
                "a://[v.x]",
                "a://[v1x]",
                "a://[::1%eth]",
                "a://[::1%25]",
                "a://[::1%25%C3]",
                "a://%C3",
            ],
        );
        check(
            is_ip_prefix,
            &["10.0.0.0/8", "0.0.0.0/0", "::/0", "fe80::/10"],
            &["10.0.0.1/8", "10/8"],
        );
        check(is_ip_with_prefixlen, &["10.0.0.1/32", "::1/128"], &["10.0.0.1/33", "::1", "::/01"]);
        check(
            is_host_and_port,
            &["a:0", "1.2.3.4:80", "[::1]:443"],
            &["a", "a:", "a:99999", "::1:4"],
        );
        check(is_uri_ref, &["", "/a/b", "a?b", "#c", "./a:b"], &["a b", "1:2", "%"]);
    }
}
