//! Named formats: the function of the runtime that decides each, and what a violation says.

use super::super::ident;
use super::rules::{Family, Found, text_argument};
use contract_model::{Constraint, WellKnown};
use proc_macro2::TokenStream;
use quote::quote;

/// Function of the runtime, and what a value must be.
pub(super) fn well_known(format: WellKnown, family: Family, place: &TokenStream) -> Found {
    // The type itself guarantees it.
    if family == Family::Uuid && format == WellKnown::Uuid {
        return None;
    }
    if family == Family::Bytes {
        return well_known_bytes(format, place);
    }
    let ((function, message), text) = (of_text(format), text_argument(family, place));
    Some((format.name().to_owned(), quote! { #function(#text) }, message))
}

/// The function that tells whether a text is of the format, and what a violation says.
pub(super) fn of_text(format: WellKnown) -> (TokenStream, String) {
    let (function, what) = match format {
        WellKnown::Email => ("is_email", "an email address"),
        WellKnown::Hostname => ("is_hostname", "a host name"),
        WellKnown::Ip => ("is_ip", "an IP address"),
        WellKnown::Ipv4 => ("is_ipv4", "an IPv4 address"),
        WellKnown::Ipv6 => ("is_ipv6", "an IPv6 address"),
        WellKnown::Uri => ("is_uri", "a URI"),
        WellKnown::UriRef => ("is_uri_ref", "a URI or a relative reference"),
        WellKnown::Address => ("is_address", "a host name or IP address"),
        WellKnown::Uuid => ("is_uuid", "a uuid"),
        WellKnown::Tuuid => ("is_tuuid", "a uuid without hyphens"),
        WellKnown::IpWithPrefixlen => {
            ("is_ip_with_prefixlen", "an IP address with a prefix length")
        }
        WellKnown::Ipv4WithPrefixlen => {
            ("is_ipv4_with_prefixlen", "an IPv4 address with a prefix length")
        }
        WellKnown::Ipv6WithPrefixlen => {
            ("is_ipv6_with_prefixlen", "an IPv6 address with a prefix length")
        }
        WellKnown::IpPrefix => ("is_ip_prefix", "an IP network"),
        WellKnown::Ipv4Prefix => ("is_ipv4_prefix", "an IPv4 network"),
        WellKnown::Ipv6Prefix => ("is_ipv6_prefix", "an IPv6 network"),
        WellKnown::HostAndPort => ("is_host_and_port", "a host and a port"),
        WellKnown::Ulid => ("is_ulid", "a ULID"),
        WellKnown::ProtobufFqn => ("is_protobuf_fqn", "a full name of Protobuf"),
        WellKnown::ProtobufDotFqn => {
            ("is_protobuf_dot_fqn", "a full name of Protobuf with a leading point")
        }
        WellKnown::Uetr => ("is_uetr", "a UETR: a version 4 uuid in lower case"),
        WellKnown::Iban => {
            ("is_iban", "an IBAN with the length of its country and valid check digits")
        }
        WellKnown::Bic => ("is_bic", "a BIC of 8 or 11 characters with an existing country"),
        WellKnown::Lei => ("is_lei", "an LEI with valid check digits"),
        WellKnown::Currency => ("is_currency", "a currency code of ISO 4217"),
        WellKnown::Country => ("is_country", "a country code of ISO 3166-1 alpha-2"),
        WellKnown::Corridor => {
            ("is_corridor", "two ISO 3166-1 alpha-3 countries joined by a hyphen")
        }
    };
    let function = ident(function);
    (quote! { ::contract_runtime::format::#function }, format!("must be {what}"))
}

/// Addresses and uuids as bytes are known by their number.
pub(super) fn well_known_bytes(format: WellKnown, place: &TokenStream) -> Found {
    let (holds, what) = match format {
        WellKnown::Ip => (quote! { ::core::matches!(#place.len(), 4 | 16) }, "4 or 16 bytes"),
        WellKnown::Ipv4 => (quote! { #place.len() == 4 }, "4 bytes"),
        WellKnown::Ipv6 | WellKnown::Uuid => (quote! { #place.len() == 16 }, "16 bytes"),
        _ => return None,
    };
    Some((format.name().to_owned(), holds, format!("must be {what}")))
}

/// The name or the value of a header of HTTP.
pub(super) fn header(is_value: bool, strict: bool, family: Family, place: &TokenStream) -> Found {
    let (function, rule) = match is_value {
        true => ("is_header_value", "well_known_regex.header_value"),
        false => ("is_header_name", "well_known_regex.header_name"),
    };
    let (function, text) = (ident(function), text_argument(family, place));
    let holds = quote! { ::contract_runtime::format::#function(#text, #strict) };
    Some((rule.to_owned(), holds, "must be fit for the header of an HTTP message".to_owned()))
}

/// Formats whose empty text has an id of its own; ours and the reference, which may be empty, have none.
pub(super) fn is_said_apart(constraint: &Constraint) -> bool {
    use WellKnown as W;
    match constraint {
        Constraint::WellKnown(format) => !matches!(
            format,
            W::UriRef
                | W::Uetr
                | W::Iban
                | W::Bic
                | W::Lei
                | W::Currency
                | W::Country
                | W::Corridor
        ),
        Constraint::Header { is_value, .. } => !is_value,
        _ => false,
    }
}
