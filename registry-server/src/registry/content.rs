//! What a schema id stands for, and the hash that tells whether two are the same.

use super::text::Text;
use contract_schema::Format;
use contract_schema::fingerprint::{MetadataParts, RuleParts, RuleSetParts, content_hash};
use contract_schema::schema::Reference;
use registry_api::{Metadata, Rule, RuleSet, SchemaReference};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Text, references, metadata and rules: everything that makes a schema itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    pub format: Format,
    /// Over the canonical text, which for Protobuf is not the text that is served.
    pub guid: Guid,
    /// As it is served.
    pub text: Text,
    pub references: Vec<SchemaReference>,
    /// Boxed, like the rules: most schemas have neither.
    pub metadata: Option<Box<Metadata>>,
    pub rule_set: Option<Box<RuleSet>>,
}

/// Confluent's content hash, shown as a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Guid([u8; 16]);

impl Guid {
    /// The smallest value, to begin a range with.
    pub const ZERO: Guid = Guid([0; 16]);

    /// The first half of a longer hash.
    pub fn from_half(hash: [u8; 32]) -> Guid {
        let mut guid = [0; 16];
        guid.copy_from_slice(&hash[..16]);
        Guid(guid)
    }

    /// The sixteen bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The hash of these parts, in Confluent's order. Compatibility only: no security rests on it.
    pub fn of(
        canonical: &str,
        references: &[SchemaReference],
        metadata: Option<&Metadata>,
        rule_set: Option<&RuleSet>,
    ) -> Guid {
        let references: Vec<Reference> = references.iter().map(reference).collect();
        let metadata = metadata.map(|metadata| MetadataParts {
            tags: &metadata.tags,
            properties: &metadata.properties,
            sensitive: &metadata.sensitive,
        });
        let rules: Vec<RuleParts<'_>> = rule_set
            .map_or(Vec::new(), |set| set.lists().into_iter().flatten().map(rule).collect());
        let rule_set =
            rule_set.map(|set| RuleSetParts { rules: &rules, enable_at: set.enable_at.as_deref() });
        Guid(content_hash(canonical, &references, metadata, rule_set))
    }
}

fn reference(reference: &SchemaReference) -> Reference {
    let SchemaReference { name, subject, version } = reference;
    Reference { name: name.clone(), subject: subject.clone(), version: *version }
}

fn rule(rule: &Rule) -> RuleParts<'_> {
    RuleParts {
        name: Some(&rule.name),
        doc: rule.doc.as_deref(),
        kind: rule.kind.map(registry_api::RuleKind::name),
        mode: rule.mode.map(registry_api::RuleMode::name),
        rule_type: Some(&rule.engine),
        tags: Some(&rule.tags),
        params: Some(&rule.params),
        expr: rule.expr.as_deref(),
        on_success: rule.on_success.as_deref(),
        on_failure: rule.on_failure.as_deref(),
        disabled: rule.disabled,
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 36];
        f.write_str(Uuid::from_bytes(self.0).hyphenated().encode_lower(&mut text))
    }
}

impl FromStr for Guid {
    type Err = ();

    /// With dashes or as 32 hexadecimal digits.
    fn from_str(text: &str) -> Result<Guid, ()> {
        let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b'-').collect();
        let dashed =
            text.len() == 36 && [8, 13, 18, 23].iter().all(|at| text.as_bytes()[*at] == b'-');
        if digits.len() != 32 || !(text.len() == 32 || dashed) {
            return Err(());
        }
        let mut guid = [0; 16];
        for (byte, pair) in guid.iter_mut().zip(digits.chunks(2)) {
            let high = char::from(pair[0]).to_digit(16).ok_or(())?;
            let low = char::from(pair[1]).to_digit(16).ok_or(())?;
            *byte = (high << 4 | low) as u8;
        }
        Ok(Guid(guid))
    }
}

impl Serialize for Guid {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Guid {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(|()| serde::de::Error::custom("expected a UUID"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S1: &str =
        r#"{"type":"record","name":"myrecord","fields":[{"name":"f1","type":"string"}]}"#;

    /// Computed by hand from the published recipe of the hash.
    #[test]
    fn the_guid_is_the_one_that_every_registry_computes() {
        let owner = |version: Option<&str>| {
            let mut metadata = Metadata::default();
            metadata.properties.insert("owner".into(), "me".into());
            if let Some(version) = version {
                metadata.properties.insert("confluent:version".into(), version.into());
            }
            metadata
        };
        for (text, metadata, guid) in [
            ("\"string\"", None, "095d71cf-1255-6b9d-5e33-0ad575b3df5d"),
            (S1, None, "a3d8f88a-9756-7b65-8ee2-5c9472fa6c7d"),
            (S1, Some(Metadata::default()), "4f5044e6-9bac-214b-7c34-5e33403b409c"),
            (S1, Some(owner(None)), "f5aac109-4a78-25c4-e995-c3af80d74f5c"),
            (S1, Some(owner(Some("2"))), "d2d06551-4019-7a19-9b6f-3a6b4abc7974"),
        ] {
            let found = Guid::of(text, &[], metadata.as_ref(), None);
            assert_eq!(found.to_string(), guid);
            assert_eq!(guid.parse(), Ok(found));
            assert_eq!(guid.replace('-', "").parse(), Ok(found));
        }
        let order = r#"{"type":"record","name":"order","fields":[{"name":"c","type":"customer"}]}"#;
        let reference = SchemaReference {
            name: "customer".into(),
            subject: "customer-value".into(),
            version: 1,
        };
        let found = Guid::of(order, &[reference], None, None).to_string();
        assert_eq!(found, "e1ac8eb0-4569-9223-b2ba-a2e5a7731e4a");
    }

    #[test]
    fn what_is_no_guid_is_refused() {
        for text in
            ["", "xyz", "a3d8f88a97567b658ee25c9472fa6c7", "a3d8f88a9756-7b65-8ee2-5c94-72fa6c7d"]
        {
            assert!(text.parse::<Guid>().is_err(), "{text}");
        }
    }
}
