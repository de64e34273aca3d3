//! Content hashes: the registry guid, Avro's fingerprints.

use crate::avro::AvroSchema;
use crate::schema::Reference;
use md5::{Digest, Md5};
use sha2::Sha256;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Metadata of a registered schema, as far as it enters the content hash.
#[derive(Debug, Clone, Copy)]
pub struct MetadataParts<'a> {
    /// Tags by path.
    pub tags: &'a BTreeMap<String, BTreeSet<String>>,
    /// Properties.
    pub properties: &'a BTreeMap<String, String>,
    /// Names of sensitive properties.
    pub sensitive: &'a BTreeSet<String>,
}

/// A rule of a rule set, as far as it enters the content hash; absent texts are left out of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct RuleParts<'a> {
    /// `name`
    pub name: Option<&'a str>,
    /// `doc`
    pub doc: Option<&'a str>,
    /// `kind`, upper case
    pub kind: Option<&'a str>,
    /// `mode`, upper case
    pub mode: Option<&'a str>,
    /// `type`
    pub rule_type: Option<&'a str>,
    /// `tags`, sorted
    pub tags: Option<&'a BTreeSet<String>>,
    /// `params`, sorted
    pub params: Option<&'a BTreeMap<String, String>>,
    /// `expr`
    pub expr: Option<&'a str>,
    /// `onSuccess`
    pub on_success: Option<&'a str>,
    /// `onFailure`
    pub on_failure: Option<&'a str>,
    /// `disabled`
    pub disabled: bool,
}

/// A rule set: its rules in the order of the lists (migration, domain, encoding), then `enableAt`.
#[derive(Debug, Clone, Copy)]
pub struct RuleSetParts<'a> {
    /// The rules of every list, in order.
    pub rules: &'a [RuleParts<'a>],
    /// `enableAt`
    pub enable_at: Option<&'a str>,
}

/// The content hash of a registered schema as Confluent computes it: MD5 over text, references, metadata and rule set.
///
/// No security rests on it; it is how clients and registries name a schema.
pub fn content_hash(
    canonical_text: &str,
    references: &[Reference],
    metadata: Option<MetadataParts<'_>>,
    rule_set: Option<RuleSetParts<'_>>,
) -> [u8; 16] {
    let mut hash = Md5::new();
    hash.update(canonical_text);
    for reference in references {
        hash.update(&reference.name);
        hash.update(&reference.subject);
        hash.update(reference.version.to_be_bytes());
    }
    if let Some(metadata) = metadata {
        hash.update([1]);
        add_metadata(&mut hash, metadata);
    }
    if let Some(rule_set) = rule_set {
        hash.update([1]);
        rule_set.rules.iter().for_each(|rule| add_rule(&mut hash, rule));
        hash.update(rule_set.enable_at.unwrap_or_default());
    }
    hash.finalize().into()
}

fn add_metadata(hash: &mut Md5, metadata: MetadataParts<'_>) {
    for (path, tags) in metadata.tags {
        hash.update(path);
        tags.iter().for_each(|tag| hash.update(tag));
    }
    for (key, value) in metadata.properties {
        hash.update(key);
        hash.update(value);
    }
    metadata.sensitive.iter().for_each(|name| hash.update(name));
}

fn add_rule(hash: &mut Md5, rule: &RuleParts<'_>) {
    for text in [rule.name, rule.doc, rule.kind, rule.mode, rule.rule_type].into_iter().flatten() {
        hash.update(text);
    }
    rule.tags.into_iter().flatten().for_each(|tag| hash.update(tag));
    for (key, value) in rule.params.into_iter().flatten() {
        hash.update(key);
        hash.update(value);
    }
    for text in [rule.expr, rule.on_success, rule.on_failure].into_iter().flatten() {
        hash.update(text);
    }
    if rule.disabled {
        hash.update([1]);
    }
}

/// A content hash as the REST API shows it: in the shape of a UUID, no version bits set.
pub fn guid(hash: &[u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (index, byte) in hash.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
    }
    text
}

/// The content hash behind a guid: 32 hexadecimal digits, with dashes or without.
pub fn parse_guid(text: &str) -> Option<[u8; 16]> {
    let digits: Vec<u32> =
        text.chars().filter(|c| *c != '-').map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let mut hash = [0; 16];
    if digits.len() != 32 {
        return None;
    }
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = (pair[0] * 16 + pair[1]) as u8;
    }
    Some(hash)
}

/// SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

impl AvroSchema {
    /// CRC-64-AVRO of the Parsing Canonical Form: the fingerprint of single-object encoding.
    pub fn rabin_fingerprint(&self) -> u64 {
        rabin(self.parsing_canonical_form().as_bytes())
    }

    /// SHA-256 of the Parsing Canonical Form.
    pub fn sha256_fingerprint(&self) -> [u8; 32] {
        sha256(self.parsing_canonical_form().as_bytes())
    }
}

/// The fingerprint of no bytes, and the polynomial. Source: Avro 1.12 specification, "Schema Fingerprints".
const EMPTY: u64 = 0xc15d_213a_a4d7_a795;

const TABLE: [u64; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut remainder = index as u64;
        let mut bit = 0;
        while bit < 8 {
            let lowest = remainder & 1;
            remainder = (remainder >> 1) ^ (EMPTY * lowest);
            bit += 1;
        }
        table[index] = remainder;
        index += 1;
    }
    table
};

/// CRC-64-AVRO of `bytes`.
pub fn rabin(bytes: &[u8]) -> u64 {
    bytes.iter().fold(EMPTY, |print, byte| {
        (print >> 8) ^ TABLE[((print ^ u64::from(*byte)) & 0xff) as usize]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::ParseOptions;

    const S1: &str =
        r#"{"type":"record","name":"myrecord","fields":[{"name":"f1","type":"string"}]}"#;

    fn guid_of(
        text: &str,
        references: &[Reference],
        properties: Option<&[(&str, &str)]>,
    ) -> String {
        let properties: Option<BTreeMap<String, String>> = properties.map(|pairs| {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        });
        let (tags, sensitive) = (BTreeMap::new(), BTreeSet::new());
        let metadata = properties.as_ref().map(|properties| MetadataParts {
            tags: &tags,
            properties,
            sensitive: &sensitive,
        });
        guid(&content_hash(text, references, metadata, None))
    }

    #[test]
    fn guids_are_those_of_the_recipe() {
        assert_eq!(guid_of("\"string\"", &[], None), "095d71cf-1255-6b9d-5e33-0ad575b3df5d");
        assert_eq!(guid_of(S1, &[], None), "a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d");
        assert_eq!(guid_of(S1, &[], Some(&[])), "4f5044e6-9bac-214b-7c34-5e33403b409c");
        let owner = [("owner", "me")];
        assert_eq!(guid_of(S1, &[], Some(&owner)), "f5aac109-4a78-25c4-e995-c3af80d74f5c");
        let versioned = [("owner", "me"), ("confluent:version", "2")];
        assert_eq!(guid_of(S1, &[], Some(&versioned)), "d2d06551-4019-7a19-9b6f-3a6b4abc7974");
        let customer = Reference {
            name: "customer".to_owned(),
            subject: "customer-value".to_owned(),
            version: 1,
        };
        let order = r#"{"type":"record","name":"order","fields":[{"name":"c","type":"customer"}]}"#;
        assert_eq!(guid_of(order, &[customer], None), "e1ac8eb0-4569-9223-b2ba-a2e5a7731e4a");
    }

    #[test]
    fn a_guid_reads_back_with_and_without_dashes() {
        let hash = content_hash("\"string\"", &[], None, None);
        assert_eq!(parse_guid(&guid(&hash)), Some(hash));
        assert_eq!(parse_guid(&guid(&hash).replace('-', "").to_uppercase()), Some(hash));
        assert_eq!(parse_guid("095d71cf"), None);
        assert_eq!(parse_guid("z95d71cf-1255-6b9d-5e33-0ad575b3df5d"), None);
    }

    #[test]
    fn rule_sets_enter_the_hash_in_order() {
        let rules = [RuleParts { name: Some("a"), disabled: true, ..RuleParts::default() }];
        let with = RuleSetParts { rules: &rules, enable_at: Some("now") };
        let expected: [u8; 16] = Md5::digest(b"x\x01a\x01now").into();
        assert_eq!(content_hash("x", &[], None, Some(with)), expected);
    }

    #[test]
    fn rabin_fingerprints_are_those_of_the_specification() {
        for (text, print) in [
            ("\"null\"", 0x63dd_24e7_cc25_8f8a_u64),
            ("\"int\"", 0x7275_d51a_3f39_5c8f),
            ("\"string\"", 0x8f01_4872_6345_03c7),
        ] {
            let schema = AvroSchema::parse(text, &[], ParseOptions::new_schema()).unwrap();
            assert_eq!(schema.rabin_fingerprint(), print, "{text}");
        }
    }
}
