//! How strictly JSON Schemas are compared: a setting beside the level; Avro and Protobuf know one way only.

/// A compatibility policy of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Policy {
    /// Everything that could break a reader is refused.
    #[default]
    Strict,
    /// JSON Schema: properties may come to open schemas and leave closed ones.
    Lenient,
    /// As strict; Confluent's registry also looks at the logical types of stream processors.
    Logical,
}

/// Policy and its name in the REST API.
const TABLE: [(Policy, &str); 3] =
    [(Policy::Strict, "STRICT"), (Policy::Lenient, "LENIENT"), (Policy::Logical, "LOGICAL")];

/// The text is none of the three names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no compatibility policy: use STRICT, LENIENT or LOGICAL")]
pub struct UnknownPolicy(pub String);

impl Policy {
    /// Every policy, in the order of the documents.
    pub const ALL: [Policy; 3] = [Policy::Strict, Policy::Lenient, Policy::Logical];

    /// Its name in the REST API.
    pub fn name(self) -> &'static str {
        TABLE[self as usize].1
    }
}

impl std::str::FromStr for Policy {
    type Err = UnknownPolicy;

    /// Reads a name in any case.
    fn from_str(text: &str) -> Result<Self, UnknownPolicy> {
        let found = TABLE.iter().find(|row| row.1.eq_ignore_ascii_case(text));
        found.map(|row| row.0).ok_or_else(|| UnknownPolicy(text.to_owned()))
    }
}

impl std::fmt::Display for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_has_one_row_and_its_name_reads_back() {
        for (index, (policy, name)) in TABLE.into_iter().enumerate() {
            assert_eq!(policy as usize, index);
            assert_eq!(name.to_lowercase().parse(), Ok(policy));
            assert_eq!(policy.to_string(), name);
        }
        assert!("odd".parse::<Policy>().is_err());
    }
}
