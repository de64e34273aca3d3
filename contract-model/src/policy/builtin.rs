//! The policy that is in force from the first start, read by the same reader as any other.

use super::Policy;

const TEXT: &str = include_str!("fintech-default.toml");

impl Policy {
    /// `fintech-default`.
    pub fn fintech_default() -> Policy {
        Policy::read(TEXT).expect("the built-in policy reads without findings, tested below")
    }

    /// The text of `fintech-default`, a template for a policy of one's own.
    pub fn fintech_default_text() -> &'static str {
        TEXT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_policy_reads_without_findings() {
        assert_eq!(Policy::read(TEXT).unwrap().id(), "fintech-default@1");
    }
}
