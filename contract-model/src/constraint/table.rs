//! The one table of rules: group, key, what is read. `group.key` is the rule id of protovalidate.

use super::{Constraint, Literal, WellKnown};

/// A row: one key in several groups.
pub(crate) struct Row {
    pub(crate) groups: &'static [&'static str],
    pub(crate) key: &'static str,
    pub(crate) reads: Reads,
}

/// What the value of a key is and becomes.
pub(crate) enum Reads {
    Const,
    In,
    NotIn,
    Lower {
        inclusive: bool,
    },
    Upper {
        inclusive: bool,
    },
    Count(fn(u64) -> Constraint),
    Part(fn(Literal) -> Constraint),
    Pattern,
    /// `true` declares the rule, `false` declares nothing.
    Flag(Constraint),
    Within,
    /// Rules of elements, map keys, map values.
    Items,
    Keys,
    Values,
    /// Documentation only.
    Example,
    /// A named pattern of HTTP; `Strict` beside it says how strict it is.
    Header,
    Strict,
    /// The paths of a field mask.
    Paths,
}

const INTEGERS: &[&str] = &[
    "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32",
    "sfixed64",
];
const NUMBERS: &[&str] = &[
    "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32",
    "sfixed64", "float", "double", "decimal",
];
const ORDERED: &[&str] = &[
    "int32",
    "int64",
    "uint32",
    "uint64",
    "sint32",
    "sint64",
    "fixed32",
    "fixed64",
    "sfixed32",
    "sfixed64",
    "float",
    "double",
    "decimal",
    "timestamp",
    "duration",
];
const FLOATS: &[&str] = &["float", "double"];
const STRING: &[&str] = &["string"];
const TEXTUAL: &[&str] = &["string", "bytes"];
const LISTED: &[&str] = &["string", "bytes", "enum", "duration"];
const CONSTANT: &[&str] = &["bool", "string", "bytes", "enum", "timestamp", "duration"];
const EXAMPLES: &[&str] = &[
    "int32",
    "int64",
    "uint32",
    "uint64",
    "sint32",
    "sint64",
    "fixed32",
    "fixed64",
    "sfixed32",
    "sfixed64",
    "float",
    "double",
    "decimal",
    "timestamp",
    "duration",
    "bool",
    "string",
    "bytes",
    "enum",
    "field_mask",
];

const fn row(groups: &'static [&'static str], key: &'static str, reads: Reads) -> Row {
    Row { groups, key, reads }
}

const fn format(groups: &'static [&'static str], key: &'static str, format: WellKnown) -> Row {
    Row { groups, key, reads: Reads::Flag(Constraint::WellKnown(format)) }
}

/// Every rule of the vocabulary. Order is the order of `FieldRules::value`.
pub(crate) static TABLE: [Row; 67] = [
    row(CONSTANT, "const", Reads::Const),
    row(NUMBERS, "const", Reads::Const),
    row(LISTED, "in", Reads::In),
    row(NUMBERS, "in", Reads::In),
    row(LISTED, "not_in", Reads::NotIn),
    row(NUMBERS, "not_in", Reads::NotIn),
    row(ORDERED, "gt", Reads::Lower { inclusive: false }),
    row(ORDERED, "gte", Reads::Lower { inclusive: true }),
    row(ORDERED, "lt", Reads::Upper { inclusive: false }),
    row(ORDERED, "lte", Reads::Upper { inclusive: true }),
    row(FLOATS, "finite", Reads::Flag(Constraint::Finite)),
    row(TEXTUAL, "len", Reads::Count(Constraint::Len)),
    row(TEXTUAL, "min_len", Reads::Count(Constraint::MinLen)),
    row(TEXTUAL, "max_len", Reads::Count(Constraint::MaxLen)),
    row(STRING, "len_bytes", Reads::Count(Constraint::LenBytes)),
    row(STRING, "min_bytes", Reads::Count(Constraint::MinBytes)),
    row(STRING, "max_bytes", Reads::Count(Constraint::MaxBytes)),
    row(TEXTUAL, "pattern", Reads::Pattern),
    row(TEXTUAL, "prefix", Reads::Part(Constraint::Prefix)),
    row(TEXTUAL, "suffix", Reads::Part(Constraint::Suffix)),
    row(TEXTUAL, "contains", Reads::Part(Constraint::Contains)),
    row(STRING, "not_contains", Reads::Part(Constraint::NotContains)),
    format(STRING, "email", WellKnown::Email),
    format(STRING, "hostname", WellKnown::Hostname),
    format(TEXTUAL, "ip", WellKnown::Ip),
    format(TEXTUAL, "ipv4", WellKnown::Ipv4),
    format(TEXTUAL, "ipv6", WellKnown::Ipv6),
    format(STRING, "uri", WellKnown::Uri),
    format(STRING, "uri_ref", WellKnown::UriRef),
    format(STRING, "address", WellKnown::Address),
    format(TEXTUAL, "uuid", WellKnown::Uuid),
    format(STRING, "tuuid", WellKnown::Tuuid),
    format(STRING, "ip_with_prefixlen", WellKnown::IpWithPrefixlen),
    format(STRING, "ipv4_with_prefixlen", WellKnown::Ipv4WithPrefixlen),
    format(STRING, "ipv6_with_prefixlen", WellKnown::Ipv6WithPrefixlen),
    format(STRING, "ip_prefix", WellKnown::IpPrefix),
    format(STRING, "ipv4_prefix", WellKnown::Ipv4Prefix),
    format(STRING, "ipv6_prefix", WellKnown::Ipv6Prefix),
    format(STRING, "host_and_port", WellKnown::HostAndPort),
    format(STRING, "ulid", WellKnown::Ulid),
    format(STRING, "protobuf_fqn", WellKnown::ProtobufFqn),
    format(STRING, "protobuf_dot_fqn", WellKnown::ProtobufDotFqn),
    format(STRING, "uetr", WellKnown::Uetr),
    format(STRING, "iban", WellKnown::Iban),
    format(STRING, "bic", WellKnown::Bic),
    format(STRING, "lei", WellKnown::Lei),
    format(STRING, "currency", WellKnown::Currency),
    format(STRING, "country", WellKnown::Country),
    format(STRING, "corridor", WellKnown::Corridor),
    row(STRING, "well_known_regex", Reads::Header),
    row(STRING, "strict", Reads::Strict),
    row(&["enum"], "defined_only", Reads::Flag(Constraint::DefinedOnly)),
    row(&["repeated"], "min_items", Reads::Count(Constraint::MinItems)),
    row(&["repeated"], "max_items", Reads::Count(Constraint::MaxItems)),
    row(&["repeated"], "unique", Reads::Flag(Constraint::Unique)),
    row(&["repeated"], "items", Reads::Items),
    row(&["map"], "min_pairs", Reads::Count(Constraint::MinPairs)),
    row(&["map"], "max_pairs", Reads::Count(Constraint::MaxPairs)),
    row(&["map"], "keys", Reads::Keys),
    row(&["map"], "values", Reads::Values),
    row(&["timestamp"], "lt_now", Reads::Flag(Constraint::BeforeNow)),
    row(&["timestamp"], "gt_now", Reads::Flag(Constraint::AfterNow)),
    row(&["timestamp"], "within", Reads::Within),
    row(&["field_mask"], "const", Reads::Paths),
    row(&["any", "field_mask"], "in", Reads::In),
    row(&["any", "field_mask"], "not_in", Reads::NotIn),
    row(EXAMPLES, "example", Reads::Example),
];

/// The row of a key in a group.
pub(crate) fn find(group: &str, key: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.key == key && row.groups.contains(&group))
}

/// The keys of a group, in table order.
pub(crate) fn keys(group: &str) -> Vec<&'static str> {
    TABLE.iter().filter(|row| row.groups.contains(&group)).map(|row| row.key).collect()
}

/// Whether there is such a group.
pub(crate) fn is_group(name: &str) -> bool {
    TABLE.iter().any(|row| row.groups.contains(&name))
}

/// Whether the group is one of whole numbers.
pub(crate) fn is_integer(group: &str) -> bool {
    INTEGERS.contains(&group)
}

/// The key that declares a format.
pub(crate) fn format_name(format: WellKnown) -> &'static str {
    let declares =
        |row: &&Row| matches!(&row.reads, Reads::Flag(Constraint::WellKnown(f)) if *f == format);
    TABLE.iter().find(declares).expect("every format has a row, tested below").key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_once_in_a_group() {
        for row in &TABLE {
            for group in row.groups {
                let same = TABLE
                    .iter()
                    .filter(|other| other.key == row.key && other.groups.contains(group));
                assert_eq!(same.count(), 1, "{group}.{}", row.key);
            }
        }
    }

    #[test]
    fn every_format_has_a_row() {
        use WellKnown as W;
        for (format, name) in [
            (W::Email, "email"),
            (W::Hostname, "hostname"),
            (W::Ip, "ip"),
            (W::Ipv4, "ipv4"),
            (W::Ipv6, "ipv6"),
            (W::Uri, "uri"),
            (W::UriRef, "uri_ref"),
            (W::Address, "address"),
            (W::Uuid, "uuid"),
            (W::Tuuid, "tuuid"),
            (W::Uetr, "uetr"),
            (W::Iban, "iban"),
            (W::Bic, "bic"),
            (W::Lei, "lei"),
            (W::Currency, "currency"),
            (W::Country, "country"),
            (W::Corridor, "corridor"),
            (W::IpWithPrefixlen, "ip_with_prefixlen"),
            (W::Ipv4WithPrefixlen, "ipv4_with_prefixlen"),
            (W::Ipv6WithPrefixlen, "ipv6_with_prefixlen"),
            (W::IpPrefix, "ip_prefix"),
            (W::Ipv4Prefix, "ipv4_prefix"),
            (W::Ipv6Prefix, "ipv6_prefix"),
            (W::HostAndPort, "host_and_port"),
            (W::Ulid, "ulid"),
            (W::ProtobufFqn, "protobuf_fqn"),
            (W::ProtobufDotFqn, "protobuf_dot_fqn"),
        ] {
            assert_eq!(format_name(format), name);
        }
    }
}
